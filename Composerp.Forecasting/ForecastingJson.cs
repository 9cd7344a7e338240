using System.Text.Json;
using System.Text.Json.Serialization;
using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.ForecastRuns.Levels;
using Composerp.Forecasting.Forecasts;

namespace Composerp.Forecasting;

/// <summary>JSON that this service writes by itself: lines of its exports, totals in its tables.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DemandDay))]
[JsonSerializable(typeof(RunTotals))]
[JsonSerializable(typeof(LevelChoice))]
[JsonSerializable(typeof(ListForecastLevels.Reconciliation))]
internal sealed partial class ForecastingJson : JsonSerializerContext;
