using Composerp.Samples;
using Composerp.Samples.Api;
using Composerp.Samples.M5;
using Composerp.Samples.Retailer;
using Composerp.Samples.Screen;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

if (Arguments.Find(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(Arguments.Usage);

    return 2;
}

using var api = ComposerpApi.FromEnvironment(Environment.GetEnvironmentVariable);
var display = Display.OfConsole();

try
{
    await api.WaitUntilReadyAsync(TimeSpan.FromMinutes(2), stop.Token);

    return await (arguments.Verb == "demo" ? DemoAsync() : M5Async());
}
catch (Exception failure) when (failure is ApiProblemException or HttpRequestException or InvalidDataException or InvalidOperationException or TimeoutException or IOException)
{
    await Console.Error.WriteLineAsync(failure.Message);

    return 1;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync(stop.IsCancellationRequested ? "Stopped." : "The services did not become ready within two minutes: is the AppHost running?");

    return 1;
}

async Task<int> DemoAsync()
{
    var yesterday = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
    var size = new RetailerSize(
        arguments.Number("stores", RetailerSize.Full.Stores),
        arguments.Number("items", RetailerSize.Full.Items),
        arguments.Number("days", RetailerSize.Full.Days));

    await new DemoRun(api, display, size).RunAsync(arguments.Date("end", yesterday), stop.Token);

    return 0;
}

async Task<int> M5Async()
{
    var m5 = new M5Run(
        api, display, arguments.Files[0], arguments.Files[1],
        arguments.Number("series", int.MaxValue), arguments.Number("days", int.MaxValue));
    var checks = await m5.RunAsync(stop.Token);

    display.Line(checks.Holds ? "Every figure is as expected." : "Some figures are not as expected.");

    return checks.Holds ? 0 : 1;
}
