namespace Aspire.Hosting.ApplicationModel;

/// <summary>A container in the manifest; here an engine of this machine runs in its place.</summary>
public class ContainerResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints,
    IResourceWithWaitSupport, IResourceWithProbes, IComputeResource
{
    internal ContainerResource(string name)
        : base(name)
    {
    }
}
