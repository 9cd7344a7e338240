using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Tests.Domain;

namespace Composerp.InventoryLedger.Tests.Simulation;

/// <summary>What a client tells: movements of every kind, earlier ones again, and other content under ids that are taken.</summary>
internal sealed class SimulatedStory(bool isPlain, int teller, Random random)
{
    private readonly MovementStory _story = new(isPlain, teller);
    private readonly Dictionary<string, Movement> _told = [];

    public Movement Next()
    {
        var movement = _story.Next(new(
            random.Next(MovementStory.KindCount), random.Next(12), random.Next(8), random.Next(6), random.Next(4), random.Next(1, 10), random.Next(4), random.Next(100)));
        var varied = Varied(movement, random.Next(3), random.Next(10));

        // What is told again is told as the first time, but for what the story changed.
        movement = _told.TryGetValue(movement.Id, out var earlier) ? earlier with { Actor = movement.Actor, Reason = movement.Reason } : varied;
        movement = movement with { Content = ContentHash.OfMovement(movement) };
        _told.TryAdd(movement.Id, movement);

        return movement;
    }

    private Movement Varied(Movement movement, int likely, int seldom) => movement.Kind switch
    {
        // Everybody corrects everybody's mistakes.
        MovementKind.Reversal when seldom == 0 => movement with { PastId = $"t{1 + (_told.Count % 3)}-{_told.Count / 2}" },
        MovementKind.Reversal or MovementKind.Count => movement,
        MovementKind.CostCorrection => movement with { Location = new("") },
        MovementKind.Reservation when likely == 0 => movement with { ExpiresAt = AMovement.Day(1) },
        MovementKind.Receipt when seldom == 0 => movement with { Lines = [.. movement.Lines.Select(line => line with { ExpiresOn = line.ExpiresOn?.AddDays(1) })] },

        // Many movements occur when they are told.
        _ => likely == 0 ? movement with { OccurredAt = null } : movement,
    };
}
