using Microsoft.Extensions.Logging;

namespace Composerp.ServiceDefaults.Tests.World;

/// <summary>The services' logs in the output of the test that runs them.</summary>
internal sealed class TestOutput(string service) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) =>
        new Output(service, categoryName[(categoryName.LastIndexOf('.') + 1)..], TestContext.Current.TestOutputHelper);

    public void Dispose()
    {
    }

    private sealed class Output(string service, string category, ITestOutputHelper? output) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            try
            {
                output?.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {service} {logLevel} {category}: {formatter(state, exception)} {exception}");
            }
            catch (InvalidOperationException)
            {
                // The test is over; librdkafka's threads may still say something.
            }
        }
    }
}
