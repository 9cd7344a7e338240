using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;

namespace Composerp.Embedded.Tests.Hosting;

public sealed class ParameterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Parameters:db-password=secret")]
    [InlineData("Parameters:db_password=secret")]
    public async Task The_configuration_gives_the_value_also_under_a_name_without_hyphens(string argument)
    {
        await using var builder = AnApplication.Empty(argument);
        var parameter = builder.AddParameter("db-password", secret: true);

        Assert.Equal("secret", await parameter.Resource.GetValueAsync(Token));
    }

    [Fact]
    public async Task A_missing_value_says_how_to_set_it()
    {
        await using var builder = AnApplication.Empty();
        var parameter = builder.AddParameter("db-password", secret: true);

        var missing = await Assert.ThrowsAsync<MissingParameterValueException>(async () => await parameter.Resource.GetValueAsync(Token));

        Assert.Contains("dotnet user-secrets set Parameters:db-password", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Parameters__db_password", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generated_value_has_what_was_asked_for_and_differs_each_time()
    {
        var wish = new GenerateParameterDefault { MinLength = 22, Special = false, MinNumeric = 5, MinUpper = 5 };

        var values = Enumerable.Range(0, 50).Select(_ => wish.GetDefaultValue()).ToArray();

        Assert.Equal(values.Length, values.Distinct().Count());
        Assert.All(values, value =>
        {
            Assert.Equal(22, value.Length);
            Assert.True(value.All(char.IsAsciiLetterOrDigit));
            Assert.True(value.Count(char.IsAsciiDigit) >= 5 && value.Count(char.IsAsciiLetterUpper) >= 5);
        });
    }

    [Fact]
    public void A_kept_secret_is_found_again_beside_those_of_others()
    {
        var folder = Directory.CreateTempSubdirectory("composerp-secrets-");

        try
        {
            var file = Path.Combine(folder.FullName, "secrets.json");
            File.WriteAllText(file, """{ "Theirs": "kept" /* by hand */ }""");

            var first = new UserSecrets(file).GetOrAdd("Parameters:password", () => "first");
            var second = new UserSecrets(file).GetOrAdd("Parameters:password", () => "second");

            Assert.Equal(("first", "first"), (first, second));
            Assert.Contains("Theirs", File.ReadAllText(file), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Many_at_once_keep_one_secret()
    {
        var folder = Directory.CreateTempSubdirectory("composerp-secrets-");

        try
        {
            var file = Path.Combine(folder.FullName, "secrets.json");
            var values = await Task.WhenAll(Enumerable.Range(0, 8).Select(n =>
                Task.Run(() => new UserSecrets(file).GetOrAdd("Parameters:password", () => $"value {n}"), Token)));

            Assert.Single(values.Distinct());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("9lives")]
    [InlineData("under_score")]
    [InlineData("two--hyphens")]
    [InlineData("ends-")]
    [InlineData("")]
    public async Task A_name_that_Aspire_refuses_is_refused_here(string name)
    {
        await using var builder = AnApplication.Empty();

        Assert.Throws<ArgumentException>(() => builder.AddParameter(name));
    }

    [Fact]
    public async Task A_name_is_given_once_whatever_its_case()
    {
        await using var builder = AnApplication.Empty();
        builder.AddParameter("Name");

        Assert.Throws<DistributedApplicationException>(() => builder.AddParameter("name"));
    }
}
