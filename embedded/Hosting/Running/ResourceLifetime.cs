using System.Diagnostics.CodeAnalysis;
using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;
using Microsoft.Extensions.Logging;

namespace Composerp.Embedded.Running;

/// <summary>One resource from its first start to its last stop: waits for what it needs, starts it, watches it, starts it again when it dies.</summary>
[SuppressMessage("Usage", "CA2213", Justification = "A command may come after the end; what it then asks holds nothing but memory.")]
internal sealed partial class ResourceLifetime(
    IResource resource,
    IEngine engine,
    ResourceNotificationService notifications,
    Dependencies dependencies,
    HealthWatch health,
    ResourceLogs logs,
    TimeProvider time,
    ILogger logger) : IAsyncDisposable
{
    // After so many starts in a row that came to nothing it is called failed; it is tried again all the same.
    private const int FailedAfter = 3;

    private const int LastLines = 15;

    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _oneCommand = new(1);
    private CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;
    private bool _isOver;

    public IResource Resource { get; } = resource;

    /// <summary>It is meant to end: nobody can call it.</summary>
    public bool IsJob => Resource is ProjectResource && !Resource.Has<EndpointAnnotation>();

    /// <summary>Does nothing where it runs, or where the application has stopped it for good.</summary>
    public async Task StartAsync(CancellationToken token)
    {
        await _oneCommand.WaitAsync(token);

        try
        {
            if (_run.IsCompleted && !_isOver)
            {
                _stop = new CancellationTokenSource();
                _run = Task.Run(() => KeepRunningAsync(_stop.Token), CancellationToken.None);
            }
        }
        finally
        {
            _oneCommand.Release();
        }
    }

    public async Task StopAsync(CancellationToken token)
    {
        await _oneCommand.WaitAsync(token);

        try
        {
            await EndRunAsync();
        }
        finally
        {
            _oneCommand.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _oneCommand.WaitAsync();

        try
        {
            _isOver = true;
            await EndRunAsync();
            await engine.DisposeAsync();
        }
        finally
        {
            _oneCommand.Release();
        }
    }

    private async Task EndRunAsync()
    {
        await _stop.CancelAsync();
        await _run;
    }

    private async Task KeepRunningAsync(CancellationToken token)
    {
        var failures = 0;

        try
        {
            while (true)
            {
                var started = time.GetTimestamp();

                if (await RunOnceAsync(failures, token))
                {
                    return;
                }

                // What ran for a while has not failed to start.
                failures = time.GetElapsedTime(started) > _longestPause ? 1 : failures + 1;
                await PauseAsync(failures, token);
                notifications.Publish(Resource, snapshot => snapshot with { Restarts = snapshot.Restarts + 1 });
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            Publish(KnownResourceStates.Exited);
        }
    }

    /// <returns>Whether it has done its work and need not run again.</returns>
    private async Task<bool> RunOnceAsync(int failures, CancellationToken token)
    {
        try
        {
            Publish(failures >= FailedAfter ? KnownResourceStates.FailedToStart : KnownResourceStates.Waiting);
            await dependencies.WaitAsync(Resource, token);

            var exitCode = await RunProcessAsync(failures, token);
            var isDone = IsJob && exitCode == 0;
            Publish(IsJob ? KnownResourceStates.Finished : NotRunning(failures + 1), exitCode);

            if (!isDone)
            {
                LogDied(Resource.Name, exitCode, LastOutput());
            }

            return isDone;
        }
        catch (Exception failed) when (failed is not OperationCanceledException || !token.IsCancellationRequested)
        {
            Publish(KnownResourceStates.FailedToStart);
            logs.Append(Resource, failed.Message, isError: true);
            LogFailed(Resource.Name, failed.Message);

            return false;
        }
    }

    private async Task<int> RunProcessAsync(int failures, CancellationToken token)
    {
        Publish(NotRunning(failures));
        var running = await engine.StartAsync(token);
        notifications.Publish(Resource, snapshot => snapshot with
        {
            State = new(KnownResourceStates.Running, null),
            StartTimeStamp = time.GetUtcNow().UtcDateTime,
            StopTimeStamp = null,
            ExitCode = null,
            ProcessId = running.ProcessId,
            HealthReports = HealthWatch.NotChecked(Resource),
        });

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(token);
        var watching = health.WatchAsync(Resource, ended.Token);

        try
        {
            return await running.Completion.WaitAsync(token);
        }
        catch (OperationCanceledException)
        {
            Publish(KnownResourceStates.Stopping);
            await running.StopAsync();
            throw;
        }
        finally
        {
            await ended.CancelAsync();
            await watching;
        }
    }

    private async Task PauseAsync(int failures, CancellationToken token)
    {
        var pause = _firstPause * Math.Pow(2, Math.Min(failures - 1, 10));
        await Task.Delay(pause < _longestPause ? pause : _longestPause, time, token);
    }

    private static string NotRunning(int failures) => failures >= FailedAfter ? KnownResourceStates.FailedToStart : KnownResourceStates.Starting;

    private void Publish(string state, int? exitCode = null) => notifications.Publish(Resource, snapshot => snapshot with
    {
        State = new(state, null),
        ExitCode = exitCode ?? snapshot.ExitCode,
        StopTimeStamp = snapshot.State?.Text is "Running" or "Stopping" && state != KnownResourceStates.Stopping
            ? time.GetUtcNow().UtcDateTime
            : snapshot.StopTimeStamp,
    });

    private string LastOutput() => string.Concat(logs.Last(Resource, LastLines).Select(line => $"{Environment.NewLine}  | {line.Content}"));

    [LoggerMessage(5, LogLevel.Warning, "{Resource} ended with exit code {ExitCode} and is started again; its last output:{Output}")]
    private partial void LogDied(string resource, int exitCode, string output);

    [LoggerMessage(6, LogLevel.Error, "{Resource} could not be started and is tried again: {Reason}")]
    private partial void LogFailed(string resource, string reason);
}
