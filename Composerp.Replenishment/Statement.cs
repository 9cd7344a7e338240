using Npgsql;

namespace Composerp.Replenishment;

/// <summary>One SQL statement with positional parameters ($1, $2..), which runs once.</summary>
internal sealed class Statement(Func<NpgsqlCommand> command)
{
    private readonly List<NpgsqlParameter> _parameters = [];
    private bool _isLong;

    public Statement With<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

        return this;
    }

    /// <summary>Takes as long as it takes; who asked may cancel it.</summary>
    public Statement WithoutTimeout()
    {
        _isLong = true;

        return this;
    }

    /// <returns>The number of rows that it changed.</returns>
    public async Task<int> RunAsync(CancellationToken token)
    {
        await using var prepared = Prepare();

        return await prepared.ExecuteNonQueryAsync(token);
    }

    public async Task<List<T>> ListAsync<T>(Func<NpgsqlDataReader, T> read, CancellationToken token)
    {
        await using var prepared = Prepare();
        await using var rows = await prepared.ExecuteReaderAsync(token);
        var list = new List<T>();

        while (await rows.ReadAsync(token))
        {
            list.Add(read(rows));
        }

        return list;
    }

    /// <summary>The first row, where there is one.</summary>
    public async Task<T?> FindAsync<T>(Func<NpgsqlDataReader, T> read, CancellationToken token)
        where T : class => (await ListAsync(read, token)).FirstOrDefault();

    private NpgsqlCommand Prepare()
    {
        var prepared = command();
        _parameters.ForEach(parameter => prepared.Parameters.Add(parameter));

        if (_isLong)
        {
            prepared.CommandTimeout = 0;
        }

        return prepared;
    }
}

internal static class Statements
{
    /// <summary>A statement with a transaction of its own.</summary>
    public static Statement Statement(this NpgsqlDataSource database, string sql) => new(() => database.CreateCommand(sql));

    public static Statement Statement(this NpgsqlTransaction transaction, string sql) =>
        new(() => new NpgsqlCommand(sql, transaction.Connection, transaction));

    /// <summary>The value of a column that may be null.</summary>
    public static T? Optional<T>(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? default : row.GetFieldValue<T>(column);
}
