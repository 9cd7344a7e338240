namespace Composerp.Forecasting.GlobalModels;

/// <summary>A run that wants to know what was learned from all series.</summary>
/// <param name="Claim">Who holds a lower one may not write any more.</param>
/// <param name="MayLearn">Whether it learns anew; else it uses the newest that was learned.</param>
/// <param name="Threads">That may judge the model at once; they change nothing of it.</param>
internal sealed record LearningTask(
    Guid Run, int Claim, DateOnly Origin, int HistoryDays, int HorizonDays, bool MayLearn, int Threads);

/// <summary>What a run uses.</summary>
/// <param name="Model">The version of the global model; null where it uses none, and then why.</param>
/// <param name="LaunchesOf">The run that learned the launches that it uses.</param>
internal sealed record LearnedChoice(int? Model, string? WhyNone, Guid? LaunchesOf);
