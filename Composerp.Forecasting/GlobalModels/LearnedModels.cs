using Composerp.Forecasting.Domain;
using Composerp.Forecasting.Numerics.Global;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Composerp.Forecasting.GlobalModels;

/// <summary>What was learned from all series: each run learns or chooses it once, and all of its parts use the same.</summary>
/// <remarks>
/// Only who has the run's claim can note what it uses; a process that takes it up later finds that noted and learns nothing.
/// </remarks>
internal sealed partial class LearnedModels(
    NpgsqlDataSource database, GlobalModelStore store, IOptions<GlobalModelOptions> options, ILogger<LearnedModels> logger)
{
    /// <summary>Why there is no model where people want none.</summary>
    internal const string SwitchedOff = "Switched off.";

    private const string NoneYet = "No run has trained a model yet that looks as far ahead and no later.";

    /// <summary>The last one used, since a model takes a while to read.</summary>
    private volatile Learned _last = Learned.Nothing;

    /// <returns>null where another process took the run up; nothing was written.</returns>
    public async Task<Learned?> ChooseAsync(LearningTask task, CancellationToken token)
    {
        if (await store.FindChoiceAsync(task.Run, token) is { } chosen)
        {
            return await LoadOrForgoAsync(task, chosen, token);
        }

        if (task.MayLearn)
        {
            return await LearnAsync(task, token) is { } learned ? await LoadAsync(learned, token) : null;
        }

        var newest = await FindNewestAsync(task.Origin, task.HorizonDays, token);

        return await store.NoteAsync(task, newest.Choice, token) ? newest : null;
    }

    /// <summary>The newest that saw nothing after an origin, for a forecast that is no part of a run.</summary>
    public async Task<Learned> FindNewestAsync(DateOnly origin, int horizonDays, CancellationToken token)
    {
        var (version, launches) = await store.FindNewestAsync(origin, horizonDays, token);
        var launchesOf = options.Value.ColdStart ? launches : null;
        var whyNone = !options.Value.Enabled ? SwitchedOff : GlobalModel.WhyAbsent ?? (version is null ? NoneYet : null);

        try
        {
            return await LoadAsync(new(whyNone is null ? version : null, whyNone, launchesOf), token);
        }
        catch (FormatException fault)
        {
            return await LoadAsync(new(null, $"The newest model is of another version. {fault.Message}", launchesOf), token);
        }
    }

    public Task DeleteOldAsync(CancellationToken token) => store.DeleteOldAsync(options.Value.Kept, token);

    private async Task<LearnedChoice?> LearnAsync(LearningTask task, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        var learning = new LearnFromSeries(new(connection), task, options.Value);
        var trained = await TrainAsync(learning, task, token);
        var launches = options.Value.ColdStart ? await learning.ReadLaunchesAsync(token) : [];
        var choice = await store.AddAsync(task, options.Value.Seed, trained, launches, token);

        if (choice?.WhyNone is { } why)
        {
            LogNoModel(task.Run, why);
        }

        return choice;
    }

    /// <summary>Whatever is wrong with a model costs the model, not the run.</summary>
    private async Task<(TrainedModel? Model, string? WhyNone)> TrainAsync(LearnFromSeries learning, LearningTask task, CancellationToken token)
    {
        try
        {
            return await learning.TrainAsync(token);
        }
        catch (Exception fault) when (fault is ArithmeticException or ArgumentException or IndexOutOfRangeException or InvalidOperationException or AggregateException)
        {
            LogNotTrained(fault, task.Run);

            return (null, $"Training failed: {fault.Message}");
        }
    }

    /// <summary>A run that another version of the service began, or another machine, goes on without what cannot be read here.</summary>
    private async Task<Learned?> LoadOrForgoAsync(LearningTask task, LearnedChoice chosen, CancellationToken token)
    {
        try
        {
            return await LoadAsync(chosen, token);
        }
        catch (Exception fault) when (fault is FormatException or InvalidOperationException && chosen.Model is not null)
        {
            LogForgone(fault, task.Run, chosen.Model.Value);
            var without = chosen with { Model = null, WhyNone = $"The model {chosen.Model} with which the run began cannot be read. {fault.Message}" };

            return await store.NoteAsync(task, without, token) ? await LoadAsync(without, token) : null;
        }
    }

    private async Task<Learned> LoadAsync(LearnedChoice choice, CancellationToken token)
    {
        var last = _last;

        if (choice == last.Choice)
        {
            return last;
        }

        var model = choice.Model == last.Choice.Model ? last.Model : null;

        if (choice.Model is { } version && model is null)
        {
            model = await store.LoadModelAsync(version, token);
        }

        // Nobody disposes of the one before: other threads may forecast with it. It goes with the last of them.
        return _last = new(
            choice,
            model,
            choice.LaunchesOf is { } run ? new SimilarSales(await store.LoadLaunchesAsync(run, token)) : null);
    }

    [LoggerMessage(LogLevel.Error, "Forecast run {Run} could not train a global model.")]
    private partial void LogNotTrained(Exception fault, Guid run);

    [LoggerMessage(LogLevel.Error, "Forecast run {Run} goes on without its global model {Version}, which cannot be read.")]
    private partial void LogForgone(Exception fault, Guid run, int version);

    [LoggerMessage(LogLevel.Information, "Forecast run {Run} has no global model: {Why}")]
    private partial void LogNoModel(Guid run, string why);
}
