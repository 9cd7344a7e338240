using System.Collections.Concurrent;
using Composerp.Embedded.Processes;
using Composerp.Tests.Support;

namespace Composerp.Embedded.Tests.Processes;

public sealed class SupervisedProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("kill -s KILL $$", 128 + 9)]
    public async Task The_exit_code_is_the_commands_own(string script, int code)
    {
        await using var process = SupervisedProcess.Start(Sh(script));

        Assert.Equal(code, await process.Completion.WaitAsync(Token));
    }

    [Fact]
    public async Task A_command_that_is_not_there_says_so()
    {
        var errors = new ConcurrentQueue<string>();
        await using var process = SupervisedProcess.Start(
            new ProcessSpec("/nowhere/command", []) { OnErrorLine = errors.Enqueue });

        Assert.Equal(127, await process.Completion.WaitAsync(Token));
        Assert.Contains(errors, line => line.Contains("/nowhere/command", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_line_of_both_streams_was_heard_when_the_process_completes()
    {
        var output = new List<string>();
        var errors = new List<string>();
        await using var process = SupervisedProcess.Start(
            Sh("for n in $(seq 20000); do echo out $n; echo err $n >&2; done; printf end")
                with
            { OnOutputLine = output.Add, OnErrorLine = errors.Add });

        await process.Completion.WaitAsync(Token);

        Assert.Equal([.. Enumerable.Range(1, 20_000).Select(n => $"out {n}"), "end"], output);
        Assert.Equal(Enumerable.Range(1, 20_000).Select(n => $"err {n}"), errors);
    }

    [Fact]
    public async Task The_process_has_the_id_directory_arguments_environment_and_empty_input_it_was_given()
    {
        Environment.SetEnvironmentVariable("COMPOSERP_TEST_INHERITED", "inherited");
        var output = new List<string>();
        await using var process = SupervisedProcess.Start(
            new ProcessSpec("/bin/sh", ["-c", "echo $$; pwd; echo \"$1|$2\"; echo \"$GIVEN|${COMPOSERP_TEST_INHERITED-none}\"; cat", "sh", "a \"b\" $c", ""])
            {
                WorkingDirectory = "/usr",
                Environment = new Dictionary<string, string?> { ["GIVEN"] = "x y", ["COMPOSERP_TEST_INHERITED"] = null },
                OnOutputLine = output.Add,
            });

        await process.Completion.WaitAsync(Token);

        Assert.Equal([$"{process.Id}", "/usr", "a \"b\" $c|", "x y|none"], output);
    }

    [Fact]
    public async Task Variables_that_a_shell_cannot_name_arrive_too()
    {
        var output = new List<string>();
        await using var process = SupervisedProcess.Start(new ProcessSpec("env", [])
        {
            Environment = new Dictionary<string, string?> { ["services__back-end__http__0"] = "http://localhost:1 x='y'" },
            OnOutputLine = output.Add,
        });

        Assert.Equal(0, await process.Completion.WaitAsync(Token));
        Assert.Contains("services__back-end__http__0=http://localhost:1 x='y'", output);
    }

    [Fact]
    public async Task Stopping_lets_the_process_finish_its_work()
    {
        var output = new ConcurrentQueue<string>();
        await using var process = SupervisedProcess.Start(
            Sh("trap 'echo tidied; exit 3' TERM; echo ready; while :; do sleep 0.05; done") with { OnOutputLine = output.Enqueue });
        await Eventually.HoldsAsync(() => output.Contains("ready"), "the process is ready", Token);

        await process.StopAsync(SupervisedProcess.DefaultGrace);

        Assert.Equal(3, await process.Completion);
        Assert.Contains("tidied", output);
    }

    [Fact]
    public async Task Stopping_sends_the_signal_that_was_asked_for()
    {
        var output = new ConcurrentQueue<string>();
        await using var process = SupervisedProcess.Start(
            Sh("trap 'exit 4' INT; echo ready; while :; do sleep 0.05; done")
                with
            { StopSignal = StopSignal.Interrupt, OnOutputLine = output.Enqueue });
        await Eventually.HoldsAsync(() => output.Contains("ready"), "the process is ready", Token);

        await process.StopAsync(SupervisedProcess.DefaultGrace);

        Assert.Equal(4, await process.Completion);
    }

    [Fact]
    public async Task A_process_that_will_not_stop_is_killed_with_its_children()
    {
        var output = new ConcurrentQueue<string>();
        await using var process = SupervisedProcess.Start(
            Sh("trap '' TERM; sleep 300 & echo ready; wait") with { OnOutputLine = output.Enqueue });
        await Eventually.HoldsAsync(() => output.Contains("ready"), "the process is ready", Token);

        await process.StopAsync(TimeSpan.FromMilliseconds(100));

        Assert.Equal(128 + 9, await process.Completion);
        await GroupEndsAsync(process.Id);
    }

    [Fact]
    public async Task What_a_process_leaves_behind_is_ended()
    {
        await using var process = SupervisedProcess.Start(Sh("sleep 300 & exit 0"));

        Assert.Equal(0, await process.Completion.WaitAsync(Token));
        await GroupEndsAsync(process.Id);
    }

    // Guards: launcher.sh's watchdog; for a process that will not hear, its last signal, and that it does not hear its own first.
    [Theory]
    [InlineData("sleep 300 & sleep 300 & wait", false)]
    [InlineData("trap '' TERM; sleep 300 & wait", false)]
    [InlineData("sleep 300 & wait", true)]
    public async Task Nothing_outlives_a_parent_that_is_killed(string script, bool wholeGroup)
    {
        var output = new ConcurrentQueue<string>();
        string[] supervisor = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Composerp.Tests.Supervisor.dll")];
        await using var parent = SupervisedProcess.Start(
            new ProcessSpec(supervisor[0], [supervisor[1], "/bin/sh", "-c", $"echo ready; {script}"]) { OnOutputLine = output.Enqueue });
        await Eventually.HoldsAsync(() => output.Contains("ready") && output.Any(IsId), "the child is ready", Token);
        var child = int.Parse(output.First(IsId), null);
        Assert.True(await GroupLivesAsync(child));

        // As `kill -9` and, for the group, as `timeout --signal KILL` do.
        await RunAsync($"kill -s KILL -- {(wholeGroup ? "-" : "")}{parent.Id}");

        await GroupEndsAsync(child);

        static bool IsId(string line) => int.TryParse(line, out _);
    }

    [Fact]
    public async Task Another_user_can_be_taken_on_by_root()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can become another user.");
        var output = new List<string>();
        await using var process = SupervisedProcess.Start(
            Sh("id -un; id -G; echo $$") with { UserName = "nobody", OnOutputLine = output.Add });

        Assert.Equal(0, await process.Completion.WaitAsync(Token));
        Assert.Equal("nobody", output[0]);
        Assert.DoesNotContain("0", output[1].Split(' '));
        Assert.Equal($"{process.Id}", output[2]);
    }

    [Fact]
    public async Task A_user_that_does_not_exist_starts_nothing()
    {
        var output = new ConcurrentQueue<string>();
        var errors = new ConcurrentQueue<string>();
        await using var process = SupervisedProcess.Start(
            Sh("echo started") with { UserName = "nosuchuser", OnOutputLine = output.Enqueue, OnErrorLine = errors.Enqueue });

        Assert.NotEqual(0, await process.Completion.WaitAsync(Token));
        Assert.Empty(output);
        Assert.Contains(errors, line => line.Contains("nosuchuser", StringComparison.Ordinal));
    }

    private static ProcessSpec Sh(string script) => new("/bin/sh", ["-c", script]);

    private static Task GroupEndsAsync(int id) => Eventually.HoldsAsync(
        async _ => !await GroupLivesAsync(id), $"the processes of group {id} have ended", Token);

    // Ended processes that nobody has waited for are in the group still.
    private static async Task<bool> GroupLivesAsync(int id) =>
        await RunAsync($"ps -e -o pgid=,stat= | awk '$1 == {id} && $2 !~ /^Z/ {{ lives = 1 }} END {{ exit !lives }}'") == 0;

    private static async Task<int> RunAsync(string script)
    {
        await using var process = SupervisedProcess.Start(Sh(script));
        return await process.Completion.WaitAsync(Token);
    }
}
