namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>The line that says where the figures were measured.</summary>
internal static class ProvenanceHtml
{
    public static string Of(Provenance? provenance) => provenance is null
        ? "<p class=\"provenance\">This notebook does not say where it was executed.</p>"
        : $"<p class=\"provenance\">Executed {Html.Text(provenance.Date?.ToString("d MMMM yyyy, HH:mm 'UTC'") ?? "at an unknown time")} · "
            + $"{string.Join(" · ", new[] { provenance.Kernel is null ? null : $"Linux {provenance.Kernel}", provenance.System, provenance.Cpu, provenance.Runtime }.OfType<string>().Select(Html.Text))}</p>";
}
