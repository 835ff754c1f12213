using System.Globalization;
using System.Net.Sockets;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Cells;
using CowNotebooks.Lab.Diagnosing;
using CowNotebooks.Lab.Recording;
using CowNotebooks.Lab.Serving;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>
/// A web server for a lesson about processes that the laboratory knows nothing of: gunicorn, which loads an application, forks workers, and answers on a socket that
/// only this user reaches. It ends when it is disposed, and with this process, whatever ends that.
/// </summary>
public sealed class Gunicorn : IAsyncDisposable
{
    private const string ProgramVariable = "COW_GUNICORN", Remedy = "Install gunicorn (Debian: apt-get install gunicorn), or name another one with COW_GUNICORN.";
    private const int LongestAnswer = 60;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly KeptProgram? _program;
    private readonly int _workers;
    private readonly FamilyRecording _recording;

    private Gunicorn(KeptProgram? program, int workers, FamilyRecording recording) => (_program, _workers, _recording) = (program, workers, recording);

    /// <summary>True where gunicorn is not installed: then what it would show was recorded elsewhere.</summary>
    public bool IsRecorded => _program is null;

    /// <summary>The process that has loaded the application, the parent of the workers.</summary>
    /// <exception cref="LabUsageException">There is none: gunicorn is not installed.</exception>
    public int Pid => _program?.Pid ?? throw new LabUsageException("gunicorn does not run here.", Remedy);

    /// <summary>
    /// Starts it, and returns when every worker has answered. Where gunicorn is not installed, a server that answers nothing, and whose families are recorded ones.
    /// COW_GUNICORN may name another gunicorn; with COW_RECORD=1 what is seen of it is recorded.
    /// </summary>
    /// <param name="application">A file of Python with the function <c>app</c> (PEP 3333), which answers with the PID of its process.</param>
    /// <param name="workers">How many workers.</param>
    /// <param name="settings">Environment variables, by name.</param>
    /// <param name="recording">Where its families are recorded: a file.</param>
    /// <exception cref="LabUsageException">The application is not there, cannot be loaded, or answers something else; or the recording is needed and is not there.</exception>
    public static async Task<Gunicorn> StartOrRecordedAsync(string application, int workers, object? settings, string recording)
    {
        if (workers < 1) throw new LabUsageException($"A server cannot have {workers.ToString(CultureInfo.InvariantCulture)} workers.", "Ask for 1 or more.");
        if (Program() is not { } program) return new(null, workers, FamilyRecording.Load(recording, Remedy));
        if (!File.Exists(application)) throw new LabUsageException($"There is no application '{application}'.", "Name a file of Python that is there.");
        List<KeyValuePair<string, string>> variables = settings is null ? []
            : [.. Variables.Of(settings).Select(one => KeyValuePair.Create(one.Name, Convert.ToString(one.Value.ToObject(), CultureInfo.InvariantCulture) ?? ""))];
        var folder = SessionFolder.Create();
        File.Copy(application, Path.Combine(folder, Path.GetFileName(application)));
        string[] command = [program, "--preload", "--workers", $"{workers}", "--bind", "unix:socket", $"{Path.GetFileNameWithoutExtension(application)}:app"];
        var gunicorn = new Gunicorn(KeptProgram.Start(folder, command, variables), workers, new FamilyRecording(recording, variables));
        try
        {
            await gunicorn.RequestAsync("").ConfigureAwait(false);
            return gunicorn;
        }
        catch
        {
            await gunicorn.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends requests until each worker has answered at least one.</summary>
    /// <param name="path">What is asked for.</param>
    /// <exception cref="LabUsageException">It has ended, fails at the request, or does not answer.</exception>
    public async Task RequestAsync(string path)
    {
        if (_program is null) return;
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = async (_, cancel) => await ConnectAsync(cancel).ConfigureAwait(false) });
        using var limit = new CancellationTokenSource(Limit);
        var answered = new HashSet<int>();
        while (answered.Count < _workers)
        {
            try
            {
                // As many at a time as keep all of them busy: whoever is free takes the next.
                var answers = await Task.WhenAll(Enumerable.Range(0, 2 * _workers).Select(_ => client.GetStringAsync($"http://localhost/{path.TrimStart('/')}", limit.Token))).ConfigureAwait(false);
                answered.UnionWith(answers.Select(PidOf));
            }
            catch (HttpRequestException error) when (error.InnerException is SocketException && Runs())
            {
                // It does not listen yet.
                await Task.Delay(10, limit.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                throw Runs()
                    ? new LabUsageException($"gunicorn did not answer the request '/{path.TrimStart('/')}'. {error.Message} It said:\n{_program.Log}", "Correct the application.")
                    : new LabUsageException($"gunicorn has ended. It said:\n{_program.Log}", $"Correct the application; or where gunicorn itself does not run: {Remedy}");
            }
        }
    }

    /// <summary>The family that it and its workers are.</summary>
    /// <param name="moment">A name for the moment, under which it is recorded.</param>
    /// <exception cref="LabUsageException">Nothing is recorded under that name.</exception>
    public Family Attach(string moment)
    {
        if (_program is null) return _recording.Read(moment);
        var family = Lab.Attach.To(Pid);
        _recording.Add(moment, family);
        return family;
    }

    /// <summary>A number among the settings that it was started with; where gunicorn is not installed, that the recorded one was started with.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <exception cref="LabUsageException">There is no such number.</exception>
    public long Setting(string name) => _recording.Setting(name);

    /// <summary>Ends it and its workers.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_program is null) return;
        await _program.DisposeAsync().ConfigureAwait(false);
        SessionFolder.Remove(_program.Folder);
        if (FamilyRecording.IsWanted) _recording.Save();
    }

    private static int PidOf(string answer) => int.TryParse(answer.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
        ? pid
        : throw new LabUsageException(
            $"The application answered '{(answer.Length > LongestAnswer ? $"{answer[..LongestAnswer]}…" : answer)}', which is not the PID of its process.",
            "Let it answer str(os.getpid()).encode().");

    private static string? Program() =>
        Environment.GetEnvironmentVariable(ProgramVariable) is { Length: > 0 } named ? File.Exists(named) ? named : null : SearchPath.Find("gunicorn");

    private async Task<Stream> ConnectAsync(CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(_program!.Folder, "socket")), cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool Runs()
    {
        try
        {
            return new ProcFs().Process(Pid).Stat().State is not ('Z' or 'X');
        }
        catch (ProcVanishedException)
        {
            return false;
        }
    }
}
