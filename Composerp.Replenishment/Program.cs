using Composerp.Replenishment;
using Composerp.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDatabase("replenishmentdb", typeof(Program).Assembly);
builder.AddReplenishment();

if (args is ["migrate"])
{
    return await builder.MigrateAsync();
}

var app = builder.Build();
app.MapServiceDefaults();
app.MapReplenishment();

return await app.ServeAsync();
