using System.Diagnostics.CodeAnalysis;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.Numerics.Global;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.GlobalModels;

/// <summary>Models and launches as runs learned them, and which of them each run uses.</summary>
internal sealed class GlobalModelStore(NpgsqlDataSource database)
{
    private static readonly string FindChoice = SqlFile.Of<GlobalModelStore>("find_choice.sql");
    private static readonly string FindNewestLearned = SqlFile.Of<GlobalModelStore>("find_newest_learned.sql");
    private static readonly string LockClaim = SqlFile.Of<GlobalModelStore>("lock_claim.sql");
    private static readonly string NoteChoice = SqlFile.Of<GlobalModelStore>("note_choice.sql");
    private static readonly string AddGlobalModel = SqlFile.Of<GlobalModelStore>("add_global_model.sql");
    private static readonly string AddLaunches = SqlFile.Of<GlobalModelStore>("add_launches.sql");
    private static readonly string ReadTrees = SqlFile.Of<GlobalModelStore>("read_trees.sql");
    private static readonly string ReadLaunches = SqlFile.Of<GlobalModelStore>("read_launches.sql");
    private static readonly string DeleteOldModels = SqlFile.Of<GlobalModelStore>("delete_old_models.sql");

    /// <summary>What a run uses; null where it did not choose yet.</summary>
    public async Task<LearnedChoice?> FindChoiceAsync(Guid run, CancellationToken token)
    {
        await using var command = Of(database, FindChoice, Value(run));
        await using var row = await command.ExecuteReaderAsync(token);

        return await row.ReadAsync(token) && ChoiceOf(row) is { } choice && (choice.Model is not null || choice.WhyNone is not null)
            ? choice
            : null;
    }

    /// <summary>The newest model and launches that saw nothing after an origin.</summary>
    public async Task<(int? Model, Guid? LaunchesOf)> FindNewestAsync(DateOnly origin, int horizonDays, CancellationToken token)
    {
        await using var command = Of(database, FindNewestLearned, Value(origin), Value(horizonDays));
        await using var row = await command.ExecuteReaderAsync(token);
        await row.ReadAsync(token);

        return NewestOf(row);
    }

    /// <summary>Keeps what a run learned and notes that it uses that, all or nothing.</summary>
    /// <returns>null where another process took the run up; nothing was written.</returns>
    public async Task<LearnedChoice?> AddAsync(
        LearningTask task, long seed, (TrainedModel? Model, string? WhyNone) trained, List<ItemLaunch> launches, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        if (!await LockAsync(transaction, task, token))
        {
            return null;
        }

        int? version = trained.Model is { } model ? await AddModelAsync(transaction, task, seed, model, token) : null;

        if (launches.Count > 0)
        {
            await AddLaunchesAsync(transaction, task, launches, token);
        }

        var choice = new LearnedChoice(version, trained.WhyNone, launches.Count > 0 ? task.Run : null);

        await NoteAsync(transaction, task.Run, choice, token);
        await transaction.CommitAsync(token);

        return choice;
    }

    /// <returns>false where another process took the run up; nothing was written.</returns>
    public async Task<bool> NoteAsync(LearningTask task, LearnedChoice choice, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        if (!await LockAsync(transaction, task, token))
        {
            return false;
        }

        await NoteAsync(transaction, task.Run, choice, token);
        await transaction.CommitAsync(token);

        return true;
    }

    /// <exception cref="FormatException">It was made by another version of the service.</exception>
    public async Task<UsableModel> LoadModelAsync(int version, CancellationToken token)
    {
        await using var command = Of(database, ReadTrees, Value(version));
        await using var row = await command.ExecuteReaderAsync(token);

        return await row.ReadAsync(token)
            ? UsableOf(row)
            : throw new InvalidOperationException($"There is no global model {version}.");
    }

    public async Task<List<ItemLaunch>> LoadLaunchesAsync(Guid run, CancellationToken token)
    {
        await using var command = Of(database, ReadLaunches, Value(run));
        await using var row = await command.ExecuteReaderAsync(token);

        return await row.ReadAsync(token) ? LaunchesOf(row) : [];
    }

    public async Task DeleteOldAsync(int kept, CancellationToken token)
    {
        await using var command = Of(database, DeleteOldModels, Value(kept));
        await command.ExecuteNonQueryAsync(token);
    }

    private static LearnedChoice ChoiceOf(NpgsqlDataReader row) =>
        new(row.GetFieldValue<int?>(0), DatabaseRow.Find<string>(row, 1), row.GetFieldValue<Guid?>(2));

    private static (int? Model, Guid? LaunchesOf) NewestOf(NpgsqlDataReader row) =>
        (row.GetFieldValue<int?>(0), row.GetFieldValue<Guid?>(1));

    [SuppressMessage("Reliability", "CA2000", Justification = "Whoever is given the models has them for as long as anybody forecasts with them.")]
    private static UsableModel UsableOf(NpgsqlDataReader row) => new(
        row.GetInt32(0),
        GlobalModel.Loaded(row.GetString(5)),
        GlobalModel.Loaded(row.GetString(6)),
        row.GetFieldValue<double[]>(1),
        new(row.GetFieldValue<string[]>(2), row.GetFieldValue<string[]>(3), row.GetFieldValue<string[]>(4)));

    private static List<ItemLaunch> LaunchesOf(NpgsqlDataReader row)
    {
        var (categories, prices) = (row.GetFieldValue<string?[]>(0), row.GetFieldValue<double[]>(1));
        var days = row.GetFieldValue<DateOnly[]>(2);
        var demand = Array.ConvertAll(row.GetFieldValue<float[]>(3), units => (double)units);

        return [.. demand.Chunk(ItemLaunch.Days).Select((units, at) => new ItemLaunch(new(categories[at], prices[at]), days[at], units))];
    }

    private static async Task<int> AddModelAsync(
        NpgsqlTransaction transaction, LearningTask task, long seed, TrainedModel model, CancellationToken token)
    {
        await using var command = CommandOf(
            transaction,
            AddGlobalModel,
            Value(task.Run),
            Value(task.Origin),
            Value(task.HorizonDays),
            Value(seed),
            Value(model.RowsSampled),
            Value(model.SeriesSampled),
            Value(model.SeriesTotal),
            Value(model.Vocabulary.Categories.ToArray()),
            Value(model.Vocabulary.Places.ToArray()),
            Value(model.Vocabulary.Events.ToArray()),
            Value(model.Shares),
            Value(model.SeriesJudged),
            Value(model.Losses.Local),
            Value(model.Losses.Global),
            Value(model.Losses.Combined),
            Value(model.Importances),
            Value(model.Trees),
            Value(model.EarlierTrees));

        return await command.ExecuteScalarAsync(token) is int version ? version : throw new InvalidOperationException("The model has no version.");
    }

    private static async Task AddLaunchesAsync(NpgsqlTransaction transaction, LearningTask task, List<ItemLaunch> launches, CancellationToken token)
    {
        await using var command = CommandOf(
            transaction,
            AddLaunches,
            Value(task.Run),
            Value(task.Origin),
            Value(launches.Select(launch => launch.Item.Category).ToArray()),
            Value(launches.Select(launch => launch.Item.Price).ToArray()),
            Value(launches.Select(launch => launch.FirstDay).ToArray()),
            Value(launches.SelectMany(launch => launch.Demand).Select(units => (float)units).ToArray()));
        await command.ExecuteNonQueryAsync(token);
    }

    private static async Task<bool> LockAsync(NpgsqlTransaction transaction, LearningTask task, CancellationToken token)
    {
        await using var command = CommandOf(transaction, LockClaim, Value(task.Run), Value(task.Claim));

        return await command.ExecuteScalarAsync(token) is true;
    }

    private static async Task NoteAsync(NpgsqlTransaction transaction, Guid run, LearnedChoice choice, CancellationToken token)
    {
        await using var command = CommandOf(
            transaction,
            NoteChoice,
            Value(run),
            Nullable(NpgsqlDbType.Integer, choice.Model),
            Nullable(NpgsqlDbType.Text, choice.WhyNone),
            Nullable(NpgsqlDbType.Uuid, choice.LaunchesOf));
        await command.ExecuteNonQueryAsync(token);
    }

    private static NpgsqlCommand CommandOf(NpgsqlTransaction transaction, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, transaction.Connection, transaction);

        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
