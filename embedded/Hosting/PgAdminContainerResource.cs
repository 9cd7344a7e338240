using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Postgres;

/// <summary>A page to look into a database with; not run here, and never in the manifest.</summary>
public sealed class PgAdminContainerResource : ContainerResource
{
    private PgAdminContainerResource(string name)
        : base(name)
    {
    }
}
