using Composerp.Forecasting;
using Composerp.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDatabase("forecastdb", typeof(Program).Assembly);
builder.AddForecasting();

if (args is ["migrate"])
{
    return await builder.MigrateAsync();
}

var app = builder.Build();
app.MapServiceDefaults();
app.MapForecasting();

return await app.ServeAsync();
