using Composerp.InventoryLedger;
using Composerp.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDatabase("inventorydb", typeof(Program).Assembly);
builder.AddLedger();

if (args is ["migrate"])
{
    return await builder.MigrateAsync();
}

var app = builder.Build();
app.MapServiceDefaults();
app.MapLedger();

return await app.ServeAsync();
