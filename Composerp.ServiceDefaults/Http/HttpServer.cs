using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Composerp.ServiceDefaults.Http;

/// <summary>How services answer: one form of JSON, problem details for everything that went wrong, OpenAPI.</summary>
internal static class HttpServer
{
    public const int BodyMebibytesMax = 32;

    public static void AddHttpServer(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.MaxRequestBodySize = BodyMebibytesMax * 1024 * 1024;
        });

        builder.Services.ConfigureHttpJsonOptions(http => Configure(http.SerializerOptions));

        // The reason why a request could not be read reaches RequestFaults, in every environment.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddExceptionHandler<RequestFaults>();
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context =>
            ProblemTypes.MakeStable(context.ProblemDetails, ServiceName.Of(builder.Environment)));

        builder.AddApiDescription();
    }

    private static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;

        // A misspelt optional field would be a silent default: refuse what is not known. Of two values one would be lost.
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.Converters.Add(new InstantConverter());

        // Nullable annotations of elements are not known at run time; no array of ours holds nulls.
        json.TypeInfoResolver = (json.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(RefuseNullElements);
    }

    private static void RefuseNullElements(JsonTypeInfo type)
    {
        if (type is { Kind: JsonTypeInfoKind.Enumerable, ElementType.IsValueType: false })
        {
            type.OnDeserialized = RefuseNulls;
        }
    }

    private static void RefuseNulls(object elements)
    {
        var index = 0;

        foreach (var element in (IEnumerable)elements)
        {
            if (element is null)
            {
                throw new NullElementException(index);
            }

            index++;
        }
    }
}
