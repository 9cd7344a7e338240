using System.Globalization;
using System.Web;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Composerp.ServiceDefaults.Postgres;

/// <summary>Finds the database's connection string: ConnectionStrings:{name}, else DATABASE_URL.</summary>
internal static class DatabaseAddress
{
    /// <summary>Connections per process unless Database:PoolSizeMax says otherwise: one replica of each service fits under the server's default of 100.</summary>
    private const int PoolSizeMax = 20;

    /// <returns>null where the configuration names no database.</returns>
    public static string? Find(IConfiguration configuration, string connectionName, string service) =>
        Find(configuration, connectionName, service, "DATABASE_URL");

    /// <summary>
    /// The server itself where a pooler stands in between: ConnectionStrings:{name}-direct, else DATABASE_DIRECT_URL, else the same.
    /// </summary>
    /// <remarks>Not pooled in this process either: session locks live as long as the connection, and no longer.</remarks>
    public static string? FindDirect(IConfiguration configuration, string connectionName, string service)
    {
        var direct = Find(configuration, $"{connectionName}-direct", service, "DATABASE_DIRECT_URL")
            ?? Find(configuration, connectionName, service);

        return direct is null ? null : new NpgsqlConnectionStringBuilder(direct) { Pooling = false, KeepAlive = 5 }.ConnectionString;
    }

    /// <summary>A postgres:// URL as a connection string.</summary>
    /// <exception cref="FormatException">The value is not such a URL; the message does not repeat it, since it may hold a password.</exception>
    public static string? OfUrl(string? url)
    {
        if (string.IsNullOrWhiteSpace(url))
        {
            return null;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("postgres" or "postgresql"))
        {
            throw new FormatException("DATABASE_URL is not of the form postgres://user:password@host:port/database.");
        }

        var parts = new NpgsqlConnectionStringBuilder
        {
            Host = Uri.UnescapeDataString(address.Host),
            Port = address.Port > 0 ? address.Port : 5432,
            Database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')),
        };

        var user = address.UserInfo.Split(':', 2);
        parts.Username = Uri.UnescapeDataString(user[0]);
        parts.Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null;
        AddQuery(parts, address.Query);

        return parts.ConnectionString;
    }

    private static string? Find(IConfiguration configuration, string connectionName, string service, string urlName)
    {
        var configured = configuration.GetConnectionString(connectionName) ?? OfUrl(configuration[urlName]);

        return configured is null ? null : WithDefaults(configured, service, configuration.GetValue("Database:PoolSizeMax", PoolSizeMax));
    }

    // The names are libpq's, as in every DATABASE_URL; what it has beyond them is taken as a keyword of Npgsql.
    private static void AddQuery(NpgsqlConnectionStringBuilder parts, string query)
    {
        var values = HttpUtility.ParseQueryString(query);

        foreach (var name in values.AllKeys.OfType<string>())
        {
            var value = values[name];

            switch (name)
            {
                case "sslmode":
                    parts.SslMode = Enum.Parse<SslMode>(value?.Replace("-", "", StringComparison.Ordinal) ?? "", ignoreCase: true);
                    break;
                case "sslrootcert":
                    parts.RootCertificate = value;
                    break;
                case "sslcert":
                    parts.SslCertificate = value;
                    break;
                case "sslkey":
                    parts.SslKey = value;
                    break;
                case "connect_timeout":
                    parts.Timeout = int.Parse(value ?? "", CultureInfo.InvariantCulture);
                    break;
                case "application_name":
                    parts.ApplicationName = value;
                    break;
                case "channel_binding":
                    parts.ChannelBinding = Enum.Parse<ChannelBinding>(value ?? "", ignoreCase: true);
                    break;
                default:
                    parts[name] = value;
                    break;
            }
        }
    }

    private static string WithDefaults(string connectionString, string service, int poolSizeMax)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);

        if (!parts.ShouldSerialize("Maximum Pool Size"))
        {
            parts.MaxPoolSize = poolSizeMax;
        }

        parts.ApplicationName ??= service;

        return parts.ConnectionString;
    }
}
