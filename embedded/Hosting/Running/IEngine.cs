namespace Composerp.Embedded.Running;

/// <summary>Runs a kind of resource on this machine: a process, a PostgreSQL server, a broker.</summary>
internal interface IEngine : IAsyncDisposable
{
    /// <summary>Starts it, or starts it again after it has ended or was stopped.</summary>
    Task<IRunning> StartAsync(CancellationToken token);
}

/// <summary>A resource that runs.</summary>
internal interface IRunning
{
    int? ProcessId { get; }

    /// <summary>Its exit code, once it has ended by itself or was stopped.</summary>
    Task<int> Completion { get; }

    /// <summary>Asks it to finish, and ends it where it does not.</summary>
    Task StopAsync();
}
