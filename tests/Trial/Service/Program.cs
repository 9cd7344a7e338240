using System.Collections;

// A service that tells what it was given and dies, or refuses to, when told to; or, for "job CODE", one that ends by itself.
if (args is ["job", var code])
{
    Console.WriteLine($"job ends with {code}");

    return int.Parse(code, null);
}

var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();

app.MapGet("/ready", () => "ready");
app.MapGet("/id", () => Environment.ProcessId);
app.MapGet("/environment", () => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value));
app.MapPost("/exit/{code:int}", (int code) => Environment.Exit(code));
app.MapPost("/stay", () => app.Lifetime.ApplicationStopping.Register(() => new ManualResetEventSlim().Wait()).ToString());
app.MapPost("/say", (string what) => Console.WriteLine(what));

await app.RunAsync();

return 0;
