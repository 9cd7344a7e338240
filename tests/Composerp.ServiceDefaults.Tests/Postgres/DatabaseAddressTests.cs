using Composerp.ServiceDefaults.Postgres;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Composerp.ServiceDefaults.Tests.Postgres;

public sealed class DatabaseAddressTests
{
    [Theory]
    [InlineData("postgres://ann:s3cret@db.example:6543/stock", "db.example", 6543, "stock", "ann", "s3cret")]
    [InlineData("postgresql://ann@db/stock", "db", 5432, "stock", "ann", null)]
    [InlineData("postgres://ann%40shop:p%3A%2F%40ss%25@db/my%20stock", "db", 5432, "my stock", "ann@shop", "p:/@ss%")]
    public void A_url_is_read(string url, string host, int port, string database, string user, string? password)
    {
        var parts = Find(("DATABASE_URL", url));

        Assert.Equal((host, port, database, user, password), (parts.Host, parts.Port, parts.Database, parts.Username, parts.Password));
    }

    [Fact]
    public void Parameters_of_a_url_are_those_of_libpq()
    {
        var parts = Find(("DATABASE_URL", "postgres://ann@db/stock?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=7&application_name=x&Maximum%20Pool%20Size=5"));

        Assert.Equal(
            (SslMode.VerifyFull, "/etc/ca.pem", 7, "x", 5),
            (parts.SslMode, parts.RootCertificate, parts.Timeout, parts.ApplicationName, parts.MaxPoolSize));
    }

    [Fact]
    public void A_connection_string_goes_before_a_url_and_gets_pool_size_and_name_where_it_has_none()
    {
        var bare = Find(("ConnectionStrings:db", "Host=a"), ("DATABASE_URL", "postgres://b/c"));
        var explicitly = Find(("ConnectionStrings:db", "Host=a;Maximum Pool Size=100;Application Name=mine"));

        Assert.Equal(("a", 20, "stock-room"), (bare.Host, bare.MaxPoolSize, bare.ApplicationName));
        Assert.Equal((100, "mine"), (explicitly.MaxPoolSize, explicitly.ApplicationName));
    }

    [Fact]
    public void The_size_of_the_pool_is_a_setting()
    {
        var bare = Find(("ConnectionStrings:db", "Host=a"), ("Database:PoolSizeMax", "12"));
        var explicitly = Find(("ConnectionStrings:db", "Host=a;Maximum Pool Size=100"), ("Database:PoolSizeMax", "12"));

        Assert.Equal((12, 100), (bare.MaxPoolSize, explicitly.MaxPoolSize));
    }

    [Fact]
    public void Sessions_with_locks_go_past_the_pooler()
    {
        var direct = new NpgsqlConnectionStringBuilder(DatabaseAddress.FindDirect(
            Configuration(("ConnectionStrings:db", "Host=pooler"), ("ConnectionStrings:db-direct", "Host=server")), "db", "stock-room"));

        Assert.Equal(("server", false), (direct.Host, direct.Pooling));
    }

    // Guard: the message of DatabaseAddress.OfUrl does not repeat the URL.
    [Theory]
    [InlineData("mysql://ann:s3cret@db/stock")]
    [InlineData("ann:s3cret@db")]
    public void What_is_no_such_url_is_refused_without_telling_its_secret(string url)
    {
        var refusal = Assert.Throws<FormatException>(() => Find(("DATABASE_URL", url)));

        Assert.DoesNotContain("s3cret", refusal.ToString(), StringComparison.Ordinal);
    }

    private static NpgsqlConnectionStringBuilder Find(params (string Key, string Value)[] values) =>
        new(DatabaseAddress.Find(Configuration(values), "db", "stock-room"));

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.ToDictionary(value => value.Key, value => (string?)value.Value))
        .Build();
}
