using CowNotebooks.Lab;
using CowNotebooks.Lab.Recording;

namespace CowNotebooks.Tests;

/// <summary>Names and order of columns are a promise to scripts: what is new stands at the end.</summary>
public class FigureNamesTests
{
    private const string Report =
        "runtime,runtimeVersion,heap,workload,gc,count,slices,deepSizeBytes,childUssBefore,childUssAfter,childPssBefore,childPssAfter,childRssBefore,childRssAfter,"
        + "parentUssBefore,parentUssAfter,predictedPages,copiedPages,identicalPages,ussGrowthPages,minorFaultGrowth,noopUssGrowthPages,noopMinorFaults,verdict,outcome,recorded,"
        + "childPageTableBefore,childPageTableAfter,parentPageTableBefore,parentPageTableAfter,"
        + "childAnonHugePagesBefore,childAnonHugePagesAfter,parentAnonHugePagesBefore,parentAnonHugePagesAfter,forkNanoseconds,"
        + "childAnonymousBefore,childAnonymousAfter,parentAnonymousBefore,parentAnonymousAfter";

    private const string Recording =
        "run,progress,childUss,childPss,childRss,childSwap,childMinorFaults,childMajorFaults,parentUss,parentPss,parentRss,parentSwap,parentMinorFaults,parentMajorFaults,"
        + "childPageTable,parentPageTable,childAnonHugePages,parentAnonHugePages,childAnonymous,parentAnonymous";

    [Fact]
    public void The_columns_of_a_table_of_reports_keep_their_names_and_order() => Assert.Equal(Report, string.Join(',', ReportCsv.Columns.Select(column => column.Name)));

    [Fact]
    public async Task The_columns_of_a_recording_keep_their_names_and_order()
    {
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.Integers(1000), Workload.Noop, cancel: TestContext.Current.CancellationToken);
        var path = Path.GetTempFileName();
        try
        {
            Recordings.Save(report, path, "some machine", "cow measure");
            Assert.Equal(Recording, File.ReadLines(path).First(line => !line.StartsWith('#')));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
