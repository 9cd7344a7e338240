using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;

namespace Composerp.ServiceDefaults.Http;

/// <summary>What the OpenAPI document of every service has in common.</summary>
/// <remarks>
/// Each service calls AddOpenApi in its table of contents: the call turns the doc comments of its own assembly into descriptions.
/// </remarks>
internal static class ApiDescription
{
    private static readonly Dictionary<string, string> CommonParameters = new(StringComparer.Ordinal)
    {
        ["id"] = "As the answer that made it gives it, and the list.",
        ["after"] = "Where to go on: the \"next\" of the page before.",
        ["limit"] = "How many at most: 1 to 1000, by default 100.",
        ["actor"] = "Who acts.",
    };

    public static void AddApiDescription(this IHostApplicationBuilder builder)
    {
        var service = ServiceName.Of(builder.Environment);

        builder.Services.ConfigureAll<OpenApiOptions>(api =>
        {
            api.CreateSchemaReferenceId = json => OpenApiOptions.CreateDefaultSchemaReferenceId(json) is null ? null : NameOf(json.Type);
            api.AddSchemaTransformer((schema, context, _) => Complete(schema, context.JsonTypeInfo));
            api.AddOperationTransformer((operation, _, _) => Describe(operation, CommonParameters));
            api.AddDocumentTransformer((document, _, _) => Complete(document, service));
        });
    }

    public static void AddParameterDescriptions(this IHostApplicationBuilder builder, IReadOnlyDictionary<string, string> parameters) =>
        builder.Services.ConfigureAll<OpenApiOptions>(api =>
            api.AddOperationTransformer((operation, _, _) => Describe(operation, parameters)));

    /// <summary>PutSupplier.Request is PutSupplierRequest: by its last word alone it would be one schema with every other Request.</summary>
    private static string NameOf(Type type)
    {
        var own = Nullable.GetUnderlyingType(type) ?? type;
        var name = (own.DeclaringType is { } within ? NameOf(within) : "") + own.Name.Split('`')[0];

        return own.IsGenericType ? $"{name}Of{string.Join("And", own.GetGenericArguments().Select(NameOf))}" : name;
    }

    private static Task Complete(OpenApiSchema schema, JsonTypeInfo json)
    {
        // Nulls are left out of answers, so what may be null may be missing.
        foreach (var property in json.Properties.Where(property => property.IsGetNullable))
        {
            schema.Required?.Remove(property.Name);
        }

        var type = Nullable.GetUnderlyingType(json.Type) ?? json.Type;
        var orNull = type == json.Type ? default : JsonSchemaType.Null;

        if (type == typeof(decimal))
        {
            // Decimals are exact; "double" would have clients read them into binary fractions.
            schema.Format = null;
        }
        else if (type == typeof(DateTimeOffset))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String | orNull, "date-time");
        }
        else if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String | orNull;
        }

        return Task.CompletedTask;
    }

    private static Task Describe(OpenApiOperation operation, IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (parameter.In == ParameterLocation.Query)
            {
                parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name ?? "");
            }

            parameter.Description ??= parameters.GetValueOrDefault(parameter.Name ?? "");
        }

        return Task.CompletedTask;
    }

    private static Task Complete(OpenApiDocument document, string service)
    {
        document.Info.Title = $"Composerp {service}";
        document.Info.Version = "v1";
        document.Info.Description =
            $"Refusals are problems (RFC 9457) with a stable type, `urn:composerp:{service}:<what>`. Lists are read page by page: the `next` of "
            + "one page is the `after` of the following one. Quantities are exact, with at most four decimals. While the database is away the "
            + "answer is 503, and nothing was changed.";

        return Task.CompletedTask;
    }
}
