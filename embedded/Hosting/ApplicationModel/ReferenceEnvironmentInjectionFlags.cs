namespace Aspire.Hosting.ApplicationModel;

/// <summary>Which environment variables a reference brings.</summary>
[Flags]
public enum ReferenceEnvironmentInjectionFlags
{
    None = 0,

    /// <summary>ConnectionStrings__name.</summary>
    ConnectionString = 1,

    /// <summary>NAME_HOST, NAME_PORT and so on.</summary>
    ConnectionProperties = 2,

    /// <summary>services__name__http__0.</summary>
    ServiceDiscovery = 4,

    /// <summary>NAME_HTTP.</summary>
    Endpoints = 8,

    All = ConnectionString | ConnectionProperties | ServiceDiscovery | Endpoints,
}
