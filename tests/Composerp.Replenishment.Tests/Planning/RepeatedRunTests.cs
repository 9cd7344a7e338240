using System.Net;
using System.Net.Http.Json;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Planning;

public sealed class RepeatedRunTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task A_key_has_one_run_however_often_and_at_once_it_is_sent()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PostAsync("night-1", new { actor = "ann" })));
        var later = await PostAsync("night-1", new { actor = "ann" });
        var next = await PostAsync("night-2", new { actor = "ann" });

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        Assert.Single(answers.Append(later).Select(answer => answer.Text).Distinct());
        Assert.NotEqual(later.Text, next.Text);
        Assert.Equal(2, await world.ReadAsync<long>("select count(*) from planning_run"));

        var other = await PostAsync("night-1", new { actor = "ann", scope = "net-change" });
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.Contains("urn:composerp:replenishment:conflicting-replay", other.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(new string('k', 201), new { actor = "ann" })).Status);
    }

    private async Task<(HttpStatusCode Status, string Text)> PostAsync(string key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/planning-runs") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await world.Http.SendAsync(request, ReplenishmentWorld.Token);

        return (response.StatusCode, await response.Content.ReadAsStringAsync(ReplenishmentWorld.Token));
    }
}
