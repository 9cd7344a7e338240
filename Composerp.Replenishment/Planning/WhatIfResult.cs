using System.Text.Json;
using System.Text.Json.Serialization;

namespace Composerp.Replenishment.Planning;

/// <summary>Two plans side by side.</summary>
/// <param name="Differences">Item-locations that would be ordered differently: the 1,000 with the largest change in money.</param>
internal sealed record WhatIfResult(WhatIfPlan AsItIs, WhatIfPlan Changed, int DifferenceCount, IReadOnlyList<WhatIfDifference> Differences)
{
    public static WhatIfResult Nothing { get; } = new(WhatIfPlan.Nothing, WhatIfPlan.Nothing, 0, []);
}

/// <param name="Units">Of all proposals, each in its item's unit.</param>
/// <param name="Money">What all proposals cost.</param>
/// <param name="SupplierOrders">What is ordered at each supplier; null in results of before it was told.</param>
internal sealed record WhatIfPlan(
    int ItemLocations, int Proposals, int Skipped, decimal Units, decimal Money, IReadOnlyList<WhatIfSupplier>? SupplierOrders = null)
{
    public static WhatIfPlan Nothing { get; } = new(0, 0, 0, 0, 0);
}

/// <param name="Orders">One for each location that something is ordered for.</param>
/// <param name="Lines">Of all of them.</param>
internal sealed record WhatIfSupplier(string Supplier, int Orders, int Lines, decimal Units, decimal Money);

/// <param name="Rule">By which it is planned; absent where by none.</param>
internal sealed record WhatIfDifference(
    string Location, string Sku, decimal AsItIs, decimal Changed, decimal Money, string? Rule, string? ChangedRule, string? ChangedReason);

/// <summary>The form in which results are stored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WhatIfResult))]
[JsonSerializable(typeof(RunWhatIf.Request))]
internal sealed partial class WhatIfJson : JsonSerializerContext;
