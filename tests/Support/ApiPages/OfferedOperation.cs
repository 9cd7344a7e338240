using System.Text.Json;
using System.Text.RegularExpressions;

namespace Composerp.Tests.Support.ApiPages;

/// <summary>An operation as the service describes it.</summary>
/// <param name="Name">Method and path, such as "GET /v1/items/{sku}".</param>
/// <param name="Fields">Its parameters, and the fields of its body.</param>
/// <param name="Answers">The fields of what it answers when all is well.</param>
/// <param name="Refusals">Statuses of the problems that it may answer.</param>
public sealed record OfferedOperation(string Name, IReadOnlySet<string> Fields, IReadOnlySet<string> Answers, IReadOnlySet<string> Refusals)
{
    public static IReadOnlyList<OfferedOperation> ListOf(JsonElement document) =>
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select new OfferedOperation(
               $"{operation.Name.ToUpperInvariant()} {path.Name}",
               ParametersOf(operation.Value).Concat(BodyFieldsOf(document, operation.Value)).ToHashSet(),
               operation.Value.GetProperty("responses").EnumerateObject().Where(response => response.Name[0] == '2')
                   .SelectMany(response => ContentFieldsOf(document, response.Value)).ToHashSet(),
               operation.Value.GetProperty("responses").EnumerateObject().Select(response => response.Name)
                   .Where(status => status[0] is '4' or '5').ToHashSet()),
    ];

    /// <summary>The operation that a request reaches: the one with the most of its path told literally.</summary>
    public static string NameOf(ApiExample example, IReadOnlyList<OfferedOperation> operations)
    {
        var request = $"{example.Method} {example.Path.Split('?')[0]}";

        return operations.Where(operation => Regex.IsMatch(request, $"^{Regex.Replace(operation.Name, @"\{\w+\}", ".+")}$"))
            .MaxBy(operation => Regex.Replace(operation.Name, @"\{\w+\}", "").Length)?.Name ?? request;
    }

    private static IEnumerable<string> ParametersOf(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString() ?? "")
            : [];

    private static IEnumerable<string> BodyFieldsOf(JsonElement document, JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body) ? ContentFieldsOf(document, body) : [];

    private static IEnumerable<string> ContentFieldsOf(JsonElement document, JsonElement of) => of.TryGetProperty("content", out var contents)
        ? contents.EnumerateObject().Where(content => content.Value.TryGetProperty("schema", out _))
            .SelectMany(content => FieldsOf(document, content.Value.GetProperty("schema")))
        : [];

    private static IEnumerable<string> FieldsOf(JsonElement document, JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return FieldsOf(document, document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]));
        }

        var parts = new[] { "oneOf", "anyOf" }.SelectMany(name => schema.TryGetProperty(name, out var either) ? either.EnumerateArray().ToArray() : []);

        if (schema.TryGetProperty("items", out var items))
        {
            parts = parts.Append(items);
        }

        var fields = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToArray() : [];

        return fields.Select(field => field.Name)
            .Concat(parts.Concat(fields.Select(field => field.Value)).SelectMany(part => FieldsOf(document, part)));
    }
}
