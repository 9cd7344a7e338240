using System.Text.Json;

namespace Composerp.Tests.Support;

/// <summary>What an OpenAPI document leaves a reader to guess.</summary>
public static class OpenApiGaps
{
    /// <summary>One sentence for each gap; none where every operation is described whole.</summary>
    public static IReadOnlyList<string> Of(JsonElement document) =>
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           from gap in OfOperation(operation.Value)
           select $"{operation.Name} {path.Name}: {gap}",
    ];

    private static IEnumerable<string> OfOperation(JsonElement operation)
    {
        var responses = operation.GetProperty("responses").EnumerateObject().ToList();
        var takesInput = operation.TryGetProperty("requestBody", out var body);

        if (!IsSaid(operation, "summary"))
        {
            yield return "no summary";
        }

        if (!operation.TryGetProperty("tags", out var tags) || tags.GetArrayLength() != 1 || !tags[0].GetString()!.All(IsOfWords))
        {
            yield return "no tag in words";
        }

        if (operation.TryGetProperty("parameters", out var parameters))
        {
            foreach (var parameter in parameters.EnumerateArray())
            {
                var (name, place) = (parameter.GetProperty("name").GetString() ?? "", parameter.GetProperty("in").GetString());
                takesInput |= place == "query";

                if (!IsSaid(parameter, "description"))
                {
                    yield return $"{name} is not described";
                }

                if (place != "header" && !char.IsAsciiLetterLower(name[0]))
                {
                    yield return $"{name} is not camelCase";
                }
            }
        }

        if (takesInput && responses.All(response => response.Name != "400"))
        {
            yield return "takes input and has no answer 400";
        }

        if (takesInput && body.ValueKind == JsonValueKind.Object && body.GetProperty("content").EnumerateObject().Any(content => !HasSchema(content.Value)))
        {
            yield return "the body has no form";
        }

        foreach (var response in responses.Where(response => response.Name != "204"))
        {
            if (!response.Value.TryGetProperty("content", out var content) || content.EnumerateObject().Any(one => !HasSchema(one.Value)))
            {
                yield return $"the answer {response.Name} has no form";
            }
        }
    }

    private static bool IsOfWords(char character) => char.IsAsciiLetter(character) || character == ' ';

    private static bool IsSaid(JsonElement element, string property) =>
        element.TryGetProperty(property, out var text) && !string.IsNullOrWhiteSpace(text.GetString());

    private static bool HasSchema(JsonElement content) =>
        content.TryGetProperty("schema", out var schema) && schema.EnumerateObject().Any();
}
