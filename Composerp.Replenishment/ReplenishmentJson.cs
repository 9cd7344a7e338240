using System.Text.Json;
using System.Text.Json.Serialization;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.Replenishment.Domain.Exceptions;
using Composerp.Replenishment.Domain.Modifiers;
using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Domain.Orders;
using Composerp.Replenishment.Domain.Policies;

namespace Composerp.Replenishment;

/// <summary>The form in which derivations, policies and changes of orders are stored: camelCase, nulls left out.</summary>
/// <remarks>Numbers are written in the shortest form that reads back as the same number, so a replay is exact.</remarks>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Derivation))]
[JsonSerializable(typeof(PolicyTerms))]
[JsonSerializable(typeof(CalculatedParameters))]
[JsonSerializable(typeof(OrderPart))]
[JsonSerializable(typeof(IReadOnlyList<Concern>))]
[JsonSerializable(typeof(IReadOnlyList<OrderDelivery>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<SourceTerms>))]
[JsonSerializable(typeof(SharedStock))]
[JsonSerializable(typeof(SupplierOrderTerms))]
[JsonSerializable(typeof(JointOrders))]
internal sealed partial class ReplenishmentJson : JsonSerializerContext;
