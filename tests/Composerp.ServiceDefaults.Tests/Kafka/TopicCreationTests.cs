using Composerp.ServiceDefaults.Kafka;
using Composerp.ServiceDefaults.Tests.World;
using Microsoft.Extensions.DependencyInjection;

namespace Composerp.ServiceDefaults.Tests.Kafka;

public sealed class TopicCreationTests
{
    // No broker listens there: whoever asks it for its topics waits.
    private const string Nowhere = "127.0.0.1:1";

    [Fact]
    public void Where_topics_are_made_by_others_no_broker_is_asked() =>
        Assert.True(Ensure("false").IsCompletedSuccessfully);

    [Fact]
    public async Task Otherwise_one_is_and_its_silence_is_tolerated()
    {
        var ensured = Ensure("true");

        Assert.False(ensured.IsCompleted);
        await ensured;
    }

    private static Task Ensure(string createTopics)
    {
        var builder = TestService.Builder("Shop", new() { ["ConnectionStrings:kafka"] = Nowhere, ["Kafka:CreateTopics"] = createTopics });
        builder.AddKafka();
        var services = builder.Build().Services;

        return services.GetRequiredService<TopicCreation>().TryEnsureAsync("some-topic", TestContext.Current.CancellationToken);
    }
}
