using System.Diagnostics;
using Npgsql;

namespace Composerp.ServiceDefaults.Postgres;

/// <summary>Connections that are not pooled and go past any pooler, for sessions that hold locks.</summary>
internal static class DirectDataSource
{
    /// <exception cref="InvalidOperationException">The configuration names no database.</exception>
    public static NpgsqlDataSource Of(ServiceDatabase database)
    {
        var builder = new NpgsqlDataSourceBuilder(database.DirectConnectionString);
        TraceWithinSpans(builder);

        return builder.Build();
    }

    /// <summary>Looking for work several times a second is no trace; what happens within a request or a batch is.</summary>
    public static void TraceWithinSpans(NpgsqlDataSourceBuilder builder) => builder.ConfigureTracing(tracing => tracing
        .ConfigureCommandFilter(_ => Activity.Current is not null)
        .ConfigureBatchFilter(_ => Activity.Current is not null));
}
