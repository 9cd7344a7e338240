using Aspire.Hosting;
using Microsoft.Extensions.Hosting;

namespace Composerp.Embedded.Model;

/// <summary>Lets a test run an AppHost's Main up to Build, look at what was described, and then hold the application itself.</summary>
/// <remarks>Main runs on a thread of its own. <see cref="Current"/> flows with it, so tests side by side do not meet.</remarks>
internal sealed class EntryPoint(Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
{
    private static readonly AsyncLocal<EntryPoint?> _current = new();

    private readonly TaskCompletionSource<ApplicationBuilder> _described = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _continue = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static EntryPoint? Current => _current.Value;

    /// <summary>The complete description, once Main calls Build.</summary>
    public Task<ApplicationBuilder> Described => _described.Task;

    /// <summary>Calls Main. Ends when Main does; an error before Build is reported by <see cref="Described"/>.</summary>
    public void Run(Action main)
    {
        _current.Value = this;

        try
        {
            main();
            var ended = new InvalidOperationException("The entry point exited without building a distributed application.");
            _described.TrySetException(ended);
            _built.TrySetException(ended);
        }
#pragma warning disable CA1031 // Whatever Main throws belongs to the test that waits for it, not to this thread.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            _described.TrySetException(thrown);
            _built.TrySetException(thrown);
        }
    }

    public void Configure(DistributedApplicationOptions options, HostApplicationBuilderSettings settings) => configure(options, settings);

    /// <summary>Called by Main's Build: waits until the test has changed what it wants to.</summary>
    public void Building(ApplicationBuilder builder)
    {
        _described.TrySetResult(builder);
        _continue.Task.GetAwaiter().GetResult();
    }

    public void Built(DistributedApplication application) => _built.TrySetResult(application);

    /// <summary>Lets Main's Build go on.</summary>
    public Task<DistributedApplication> BuildAsync(CancellationToken token)
    {
        _continue.TrySetResult();

        return _built.Task.WaitAsync(token);
    }

    public Task WaitUntilReleasedAsync(CancellationToken token) => _released.Task.WaitAsync(token);

    /// <summary>Lets Main end.</summary>
    public void Release()
    {
        _continue.TrySetException(new OperationCanceledException("The test did not build the application."));
        _released.TrySetResult();
    }
}
