using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.ServiceDefaults.Tests.World;

internal static class Sql
{
    public static readonly string RecordEffects = SqlFile.Of(typeof(Sql), "record_effects.sql");

    /// <summary>Something that goes wrong once, in the middle of a statement: what a transaction rolls back, a sequence remembers.</summary>
    /// <param name="when">"before insert on effect", for example.</param>
    /// <param name="what">Statements of PL/pgSQL.</param>
    public static Task OnceAsync(NpgsqlDataSource database, string when, string what, bool deferred = false) => EventWorld.RunAsync(
        database,
        $"""
        create sequence once;
        create function go_wrong_once() returns trigger language plpgsql as $$
        begin
            if nextval('once') = 1 then
                {what}
            end if;
            return new;
        end $$;
        create {(deferred ? "constraint " : "")}trigger go_wrong_once {when}
        {(deferred ? "initially deferred" : "")} for each row execute function go_wrong_once();
        """);

    /// <summary>How often the trigger of <see cref="OnceAsync"/> was met.</summary>
    public static Task<bool> WentWrongAsync(NpgsqlDataSource database) =>
        EventWorld.ReadAsync<bool>(database, "select is_called from once");
}
