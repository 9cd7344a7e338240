namespace Aspire.Hosting;

public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    /// <summary>The AppHost's assembly; by default the one that was started.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The folder of the AppHost's project; by default the one that the build wrote into the assembly.</summary>
    public string? ProjectDirectory { get; set; }

    public bool DisableDashboard { get; set; }

    /// <summary>Forwards what the resources print to loggers named "{application}.Resources.{resource}".</summary>
    public bool EnableResourceLogging { get; set; }

    /// <summary>For Aspire's own dashboard; the embedded one is on localhost only.</summary>
    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>Nothing outlives the application, whatever the user's environment says: tests run side by side.</summary>
    internal bool KeepsNothing { get; set; }
}

public sealed class ProjectResourceOptions
{
    /// <summary>A profile of the project's launch settings; by default the first that starts the project.</summary>
    public string? LaunchProfileName { get; set; }

    /// <summary>Takes neither endpoints nor environment from the launch settings.</summary>
    public bool ExcludeLaunchProfile { get; set; }
}

public enum DistributedApplicationOperation
{
    Run,
    Publish,
}

/// <summary>What the AppHost was started for.</summary>
public sealed class DistributedApplicationExecutionContext
{
    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation) => Operation = operation;

    public DistributedApplicationOperation Operation { get; }

    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;
}
