namespace Composerp.Replenishment;

/// <summary>Parameters that no code can hold are refused before they reach the database, which has no character of code zero.</summary>
internal static class ParameterFilter
{
    public static ValueTask<object?> RefuseNulCharacters(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;

        var refused = request.RouteValues.FirstOrDefault(value => HasNul(value.Value as string)).Key
            ?? request.Query.FirstOrDefault(value => value.Value.Any(HasNul)).Key;

        return refused is null
            ? next(context)
            : ValueTask.FromResult<object?>(ReplenishmentProblem.Malformed(refused, "The value holds a character of code zero."));
    }

    private static bool HasNul(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;
}
