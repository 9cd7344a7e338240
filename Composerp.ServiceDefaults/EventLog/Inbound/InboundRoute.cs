namespace Composerp.ServiceDefaults.EventLog.Inbound;

/// <param name="Handler">A class that is an <see cref="IIntegrationHandler"/>.</param>
internal sealed record InboundRoute(string Topic, string Group, Type Handler)
{
    public string Name => $"inbound.{Topic}";
}
