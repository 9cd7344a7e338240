using Composerp.InventoryLedger.Tests.Imports;
using Composerp.InventoryLedger.Tests.Integrity;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Api;

/// <summary>Bad input of every kind is refused with its problem and what is wrong, and changes nothing.</summary>
public sealed class BadRequestTests(BadRequestLedger ledger) : IClassFixture<BadRequestLedger>
{
    private static readonly ApiPage _page = ApiPage.Read();

    /// <summary>What takes more than a request, and where it is tested.</summary>
    private static readonly Dictionary<(string Type, string Status), string> _elsewhere = new()
    {
        [("payload-too-large", "413")] = nameof(A_body_that_is_too_large_is_refused),
        [("internal-server-error", "500")] = nameof(A_database_that_is_not_as_it_should_be_or_away_is_told_apart),
        [("unavailable", "503")] = nameof(A_database_that_is_not_as_it_should_be_or_away_is_told_apart),
        [("interrupted", "503")] = nameof(ImportProgressTests.A_service_that_stops_posts_what_it_read_and_says_how_far_it_came),
        [("proof-running", "409")] = nameof(ProveIntegrityTests.One_proof_runs_at_a_time),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<string>> Requests => BadRequests.All.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Requests))]
    public async Task What_is_wrong_is_told_by_type_status_and_field(string name)
    {
        var bad = BadRequests.All[name];
        using var request = bad.ToRequest();
        using var response = await ledger.Of(bad).Http.SendAsync(request, Token);
        var answer = await Answer.OfAsync(response);

        if (bad.Status == "row")
        {
            Assert.True(answer.Status == 200, answer.Text);
            Assert.Equal((1, 0), (answer.Number("refused"), answer.Number("posted")));
            Assert.Equal([$"{bad.Named} {bad.Type}"], answer.FieldErrors);

            return;
        }

        Assert.True((bad.Status, bad.Type) == ($"{answer.Status}", answer.Problem), answer.Text);
        Assert.Equal($"urn:composerp:inventory-ledger:{bad.Type}", answer.String("type"));
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.False(string.IsNullOrEmpty(answer.String("title")));

        if (bad.Named.Split('=') is [var property, var value])
        {
            Assert.Equal(value.Length > 0 ? value : $"{answer.Json.GetProperty(property)}", $"{answer.Json.GetProperty(property)}");
        }
        else
        {
            Assert.Equal(bad.Named.Length > 0 ? [$"{bad.Named} {bad.Type}"] : [], answer.Json.TryGetProperty("errors", out _) ? answer.FieldErrors : []);
        }
    }

    [Fact]
    public void Every_type_of_problem_stands_in_the_page_with_its_statuses_and_fields_and_has_a_request()
    {
        var requests = BadRequests.All.Values.Select(bad => (bad.Type, bad.Status)).Concat(_elsewhere.Keys).ToHashSet();
        var told = _page.Problems.Values.SelectMany(problem => problem.Statuses.Select(status => (problem.Type, Status: status)));

        Assert.Equal(ProblemTypesOfCode.All.Order(), _page.Problems.Keys.Order());
        Assert.Equal(told.Order(), requests.Order());
        Assert.Empty(BadRequests.All.Values
            .Where(bad => bad.Named.Length > 0 && !_page.Problems[bad.Type].Fields.Contains(bad.NamedField))
            .Select(bad => bad.Name));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var bad = BadRequest.Post("payload-too-large", 413, "", "/v1/items", new string(' ', (32 * 1024 * 1024) + 1));
        using var request = bad.ToRequest();

        // The answer comes before the body has gone.
        request.Headers.ExpectContinue = true;
        using var response = await ledger.Of(bad).Http.SendAsync(request, Token);
        var answer = await Answer.OfAsync(response);

        Assert.Equal((413, "payload-too-large"), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task A_database_that_is_not_as_it_should_be_or_away_is_told_apart()
    {
        await using var server = new TestDatabases();
        await using var own = await RunningLedger.StartAsync(server, Token);
        await using var damage = own.Database.CreateCommand("alter table location rename to nowhere");
        await damage.ExecuteNonQueryAsync(Token);

        var damaged = await own.GetAsync("/v1/locations");
        Assert.Equal((500, "internal-server-error"), (damaged.Status, damaged.Problem));
        Assert.DoesNotContain("nowhere", damaged.Text, StringComparison.Ordinal);

        await (await server.ServerAsync(Token)).KillAsync();
        var away = await own.GetAsync("/v1/items");
        Assert.Equal((503, "unavailable", "1"), (away.Status, away.Problem, away.RetryAfter));
    }
}
