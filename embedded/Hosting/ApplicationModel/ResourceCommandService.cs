using Composerp.Embedded.Running;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Starts, stops and restarts resources.</summary>
public sealed class ResourceCommandService
{
    private readonly Lifetimes _lifetimes;

    internal ResourceCommandService(Lifetimes lifetimes) => _lifetimes = lifetimes;

    /// <param name="commandName">One of <see cref="KnownResourceCommands"/>.</param>
    /// <returns>Once the command is carried out; what it started may not be healthy yet.</returns>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        if (_lifetimes.Find(resourceId) is not { } lifetime)
        {
            return new() { Message = $"Resource '{resourceId}' not found." };
        }

        if (commandName == KnownResourceCommands.StopCommand || commandName == KnownResourceCommands.RestartCommand)
        {
            await lifetime.StopAsync(cancellationToken);
        }

        if (commandName == KnownResourceCommands.StartCommand || commandName == KnownResourceCommands.RestartCommand)
        {
            await lifetime.StartAsync(cancellationToken);
        }
        else if (commandName != KnownResourceCommands.StopCommand)
        {
            return new() { Message = $"Command '{commandName}' not available for resource '{resourceId}'." };
        }

        return new() { Success = true };
    }

    /// <inheritdoc cref="ExecuteCommandAsync(string, string, CancellationToken)"/>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default) =>
        ExecuteCommandAsync(resource.Name, commandName, cancellationToken);
}

public sealed class ExecuteCommandResult
{
    internal ExecuteCommandResult()
    {
    }

    public bool Success { get; init; }

    /// <summary>Why it was not possible.</summary>
    public string? Message { get; init; }
}
