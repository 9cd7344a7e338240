namespace Aspire.Npgsql;

/// <summary>Section Aspire:Npgsql, then Aspire:Npgsql:{connectionName}; ConnectionStrings:{connectionName} goes before both.</summary>
public sealed class NpgsqlSettings
{
    public string? ConnectionString { get; set; }

    public bool DisableHealthChecks { get; set; }

    public bool DisableTracing { get; set; }

    public bool DisableMetrics { get; set; }
}
