using System.Text.Json;
using System.Text.Json.Serialization;

namespace Composerp.Contracts;

/// <summary>The one JSON form of everything in this project: camelCase, nulls left out, unknown fields ignored.</summary>
/// <remarks>
/// A constructor parameter without a default is a required field. So an optional one always says "= null", and stands
/// last: a nullable type alone would make events that leave it out unreadable.
/// </remarks>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(MovementPostedV1))]
[JsonSerializable(typeof(DemandObservedV1))]
[JsonSerializable(typeof(ItemChangedV1))]
[JsonSerializable(typeof(LocationChangedV1))]
[JsonSerializable(typeof(OpeningBalancesStatedV1))]
[JsonSerializable(typeof(ForecastRunCompletedV1))]
[JsonSerializable(typeof(ForecastRunCancelledV1))]
[JsonSerializable(typeof(ForecastRunFailedV1))]
[JsonSerializable(typeof(ForecastDriftDetectedV1))]
[JsonSerializable(typeof(ForecastSeriesV1))]
[JsonSerializable(typeof(PurchaseOrderApprovedV1))]
[JsonSerializable(typeof(PurchaseOrderSentV1))]
[JsonSerializable(typeof(PurchaseOrderReopenedV1))]
[JsonSerializable(typeof(PurchaseOrderReceivedV1))]
[JsonSerializable(typeof(PurchaseOrderShortClosedV1))]
[JsonSerializable(typeof(PurchaseOrderCancelledV1))]
[JsonSerializable(typeof(TransferOrderChangedV1))]
[JsonSerializable(typeof(SaleReportedV1))]
[JsonSerializable(typeof(ReceiptReportedV1))]
public sealed partial class ContractsJson : JsonSerializerContext;
