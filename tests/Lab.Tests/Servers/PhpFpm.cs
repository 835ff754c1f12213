using System.Buffers.Binary;
using System.Text;

namespace CowNotebooks.Tests.Servers;

/// <summary>php-fpm, whose workers keep what they compile in memory that all share.</summary>
internal static class PhpFpm
{
    private const byte BeginRequest = 1, Parameters = 4, Input = 5, Output = 6, Errors = 7;
    private const int HeaderLength = 8;

    // opcache keeps what it has compiled, constants and all, in memory that the workers share.
    private const string Script = """
        <?php
        const TABLE = [ENTRIES];
        $bytes = 0;
        foreach (TABLE as $entry) { $bytes += strlen($entry); }
        header('Content-Type: text/plain');
        echo getmypid(), ' ', $bytes, ' ', opcache_get_status(false)['opcache_statistics']['num_cached_scripts'] ?? 0;
        """;

    /// <summary>Its script reads a table of so many constants.</summary>
    public static async Task<Server> StartAsync(int workers, int entries, bool opcache = true)
    {
        var fpm = Requires.Program("Install it (Debian: apt-get install php-fpm).", "php-fpm", "php-fpm8.2", "php-fpm8.3", "php-fpm8.4");
        var folder = Server.NewFolder();
        var table = string.Join(", ", Enumerable.Range(0, entries).Select(entry => $"'entry {entry}'"));
        await File.WriteAllTextAsync(Path.Combine(folder, "table.php"), Script.Replace("ENTRIES", table, StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(folder, "fpm.conf"), $"""
            [global]
            error_log = {folder}/error.log
            daemonize = no
            [www]
            listen = {folder}/socket
            pm = static
            pm.max_children = {workers}
            """);
        // A script younger than two seconds is not kept unless it is told to.
        string[] asRoot = Environment.IsPrivilegedProcess ? ["--allow-to-run-as-root"] : [];
        return await Server.StartAsync(
            folder, [fpm, "--nodaemonize", .. asRoot, "--fpm-config", $"{folder}/fpm.conf", "-d", $"opcache.enable={(opcache ? 1 : 0)}", "-d", "opcache.file_update_protection=0"],
            new Dictionary<string, string>(),
            server => server.IsReadyAsync(workers, server.ReadTableAsync));
    }

    /// <summary>What the script answers: PID, bytes of the table, scripts that opcache has (https://fastcgi-archives.github.io/FastCGI_Specification.html).</summary>
    public static async Task<string> ReadTableAsync(this Server server)
    {
        await using var connection = await server.ConnectAsync();
        var parameters = Pair("SCRIPT_FILENAME", $"{server.Folder}/table.php").Concat(Pair("REQUEST_METHOD", "GET"));
        // Role 1 is a responder; the connection is closed after the answer.
        byte[] request = [.. Record(BeginRequest, [0, 1, 0, 0, 0, 0, 0, 0]), .. Record(Parameters, [.. parameters]), .. Record(Parameters, []), .. Record(Input, [])];
        await connection.WriteAsync(request, TestContext.Current.CancellationToken);
        using var answer = new MemoryStream();
        await connection.CopyToAsync(answer, TestContext.Current.CancellationToken);

        var text = new StringBuilder();
        for (var rest = answer.ToArray().AsSpan(); rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[4..]);
            if (rest[1] is Output or Errors) text.Append(Encoding.UTF8.GetString(rest.Slice(HeaderLength, length)));
            rest = rest[(HeaderLength + length + rest[6])..];
        }

        return text.ToString().Split("\r\n\r\n", 2)[^1];
    }

    // version 1 · type · request id 1 · length of the content · padding · reserved
    private static byte[] Record(byte type, byte[] content) => [1, type, 0, 1, (byte)(content.Length >> 8), (byte)content.Length, 0, 0, .. content];

    private static byte[] Pair(string name, string value) => [(byte)name.Length, (byte)value.Length, .. Encoding.UTF8.GetBytes(name + value)];
}
