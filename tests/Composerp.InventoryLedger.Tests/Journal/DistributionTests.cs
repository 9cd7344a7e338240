using System.Reflection;
using System.Text.RegularExpressions;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.ServiceDefaults.EventLog;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Journal;

/// <summary>
/// What docs/citus.md says of the tables holds of the real ones: those that lie by shard have it in every key, and statements
/// about them name it.
/// </summary>
public sealed partial class DistributionTests(TestDatabases databases)
{
    /// <summary>Where each table lies.</summary>
    private static readonly Dictionary<string, string[]> _tables = new()
    {
        ["shard"] =
        [
            "entry", "position", "position_snapshot", "cost_layer", "reservation", "on_order", "archive", "opening_balance",
            "archived_correction", "proven_shard", "proven_position", "event_shard", "event", "relay_position",
        ],
        ["id"] = ["movement_id"],
        ["reference"] = ["item", "location", "lot", "serial", "reversal", "period", "period_closing"],
        ["local"] = ["relay", "consumer_position", "dead_letter", "import", "import_error", "schema_migration"],
    };

    /// <summary>Statements that ask every shard, and why they may.</summary>
    private static readonly Dictionary<string, string> _fanOut = new()
    {
        ["Housekeeping.find_farthest.sql"] = "once a minute: 65 rows, and whether a table is empty",
        ["Journal.find_archived_until.sql"] = "64 rows",
        ["Journal.find_rule_changes.sql"] = "rare, under the locks of all shards: whether an item has a past anywhere",
        ["Reservations.find_expired.sql"] = "once a second, by an index, at most 500 rows",
    };

    [Fact]
    public async Task Every_table_has_a_place_and_the_shard_stands_in_every_key_of_those_that_lie_by_it()
    {
        await using var ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        var tables = await ListAsync(ledger, "select relname from pg_class where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace");

        Assert.Equal(tables.Order(StringComparer.Ordinal), _tables.Values.SelectMany(place => place).Order(StringComparer.Ordinal));

        // Exclusion constraints would be listed, too: they are indexes that say what may not be there twice.
        var keys = await ListAsync(ledger, """
            select relname || ' ' || indexrelid::regclass || ' (' || string_agg(attname, ' ' order by attnum) || ')'
            from pg_index join pg_class on oid = indrelid join pg_attribute on attrelid = indrelid and attnum = any(indkey)
            where indisunique or indisexclusion
            group by relname, indexrelid
            """);
        var keysByShard = keys.Where(key => _tables["shard"].Contains(key.Split(' ')[0])).ToArray();
        Assert.True(keysByShard.Length >= _tables["shard"].Length);
        Assert.All(keysByShard, key => Assert.Matches(@"\((.* )?shard( .*)?\)$", key));
        Assert.All(keys.Where(key => key.StartsWith("movement_id ", StringComparison.Ordinal)), key => Assert.Matches(@"\((.* )?id( .*)?\)$", key));

        // What refers to a table that lies elsewhere could not be checked.
        Assert.Equal(
            ["event > event_shard (shard)", "import_error > import (import_id)", "lot > item (sku)", "relay_position > event_shard (shard)"],
            await ListAsync(ledger, """
                select conrelid::regclass || ' > ' || confrelid::regclass || ' (' || string_agg(attname, ' ') || ')'
                from pg_constraint join pg_attribute on attrelid = conrelid and attnum = any(conkey)
                where contype = 'f'
                group by conrelid, confrelid order by 1
                """));
    }

    [Fact]
    public void Every_statement_about_what_lies_by_shard_names_it_or_says_why_not()
    {
        var unnamed = Statements().Where(file => Unnamed(file.Sql).Length > 0).Select(file => file.Name).Order(StringComparer.Ordinal);

        Assert.Equal(string.Join('\n', _fanOut.Keys.Order(StringComparer.Ordinal)), string.Join('\n', unnamed));
        Assert.All(_fanOut.Values, reason => Assert.NotEmpty(reason));
    }

    [Theory]
    [InlineData("select balance from position where sku = $1", "position")]
    [InlineData("select 1 from entry join position on position.id = entry.position_id where entry.shard = $1", "position")]
    [InlineData("select 1 from entry as one where one.shard = $1 and exists (select from event as other)", "other")]
    [InlineData("update position set balance = 0 from unnest($1) as moved (id) where position.id = moved.id", "position")]
    [InlineData("delete from event where sequence < $1", "event")]
    [InlineData("select max(last_sequence) from event_shard where shard < 64", "event_shard")]
    [InlineData("insert into event (sequence) values ($1)", "event")]
    public void A_statement_that_does_not_name_it_is_found(string sql, string table) => Assert.Equal([table], Unnamed(sql));

    [Theory]
    [InlineData("select balance from position where shard = $1")]
    [InlineData("insert into event (shard, sequence) values ($1, $2)")]
    [InlineData("select 1 from entry join position on position.shard = entry.shard")]
    [InlineData("select 1 from item where sku = $1 -- from position")]
    public void A_statement_that_names_it_passes(string sql) => Assert.Empty(Unnamed(sql));

    /// <summary>
    /// The names under which a statement speaks of such tables without naming their shard: each needs a mention, of its own where
    /// it stands without a name.
    /// </summary>
    private static string[] Unnamed(string sql)
    {
        var text = AllShards().Replace(Comment().Replace(sql, ""), "");
        var names = (
            from match in Mention().Matches(text)
            where _tables["shard"].Contains(match.Groups["table"].Value)
            let alias = match.Groups["alias"].Value
            select alias.Length > 0 && !Keyword().IsMatch(alias) ? alias : match.Groups["table"].Value).Distinct().ToArray();

        var unnamed = names.Where(name => !Regex.IsMatch(text, $@"\b{name}\.shard\b|\busing \(shard\)")).ToArray();

        return Shard().Count(text) >= unnamed.Length ? [] : unnamed;
    }

    private static IEnumerable<(string Name, string Sql)> Statements() =>
        from assembly in new[] { typeof(LedgerService).Assembly, typeof(EventTable).Assembly }
        from name in assembly.GetManifestResourceNames()
        where name.EndsWith(".sql", StringComparison.Ordinal) && !NumberedName().IsMatch(name)
        select (name[(assembly.GetName().Name!.Length + 1)..], Read(assembly, name));

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);

        return reader.ReadToEnd();
    }

    private static async Task<List<string>> ListAsync(RunningLedger ledger, string sql)
    {
        await using var command = ledger.Database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var found = new List<string>();

        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            found.Add(rows.GetString(0));
        }

        return found;
    }

    [GeneratedRegex(@"(?<![.\w])shard\b")]
    private static partial Regex Shard();

    [GeneratedRegex(@"(\w+\.)?\bshard < 64")]
    private static partial Regex AllShards();

    [GeneratedRegex("--.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(from|join|update|into|using)\s+(?<table>[a-z_]+)(?=(\s+(as\s+)?(?<alias>[a-z_]+))?)")]
    private static partial Regex Mention();

    [GeneratedRegex("^(on|where|set|join|left|full|cross|group|order|values|select|using|limit|for|union|returning|for|default)$")]
    private static partial Regex Keyword();

    [GeneratedRegex(@"\.[0-9]{4}_[a-z0-9_]+\.sql$")]
    private static partial Regex NumberedName();
}
