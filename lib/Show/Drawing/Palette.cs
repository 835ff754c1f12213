using CowNotebooks.Lab.Faults;

namespace CowNotebooks.Show.Drawing;

/// <summary>
/// Every colour of charts and page maps; those of the bytes in a microscope are in StripAssets.cs. Those of Okabe and Ito (2008) stay apart for colour-blind readers: https://jfly.uni-koeln.de/color/
/// Where one of them is too pale, a chart has a darker one: each colour of a series has a contrast of 3 to 1 on white ground and on dark ground alike, so that a
/// chart need not know which it is shown on.
/// </summary>
internal static class Palette
{
    public const string Uss = Blue;
    public const string Pss = Amber;
    public const string Faults = ReddishPurple;
    public const string Prediction = BluishGreen;
    public const string Guess = Vermillion;

    /// <summary>What is written: a word, and the way of a fault.</summary>
    public const string Written = Vermillion;

    /// <summary>Text on any of these colours but blue, in both themes; and text on blue.</summary>
    public const string OnColour = "#14181D", OnBlue = "#FFFFFF";

    /// <summary>Lines and text of a picture that stands alone, on light and on dark ground.</summary>
    public const string LightThemeText = "#1F2328", DarkThemeText = "#E6EDF3";

    /// <summary>Their ground.</summary>
    public const string LightThemeGround = "#FFFFFF", DarkThemeGround = "#0D1117";

    /// <summary>Pale on light ground; and where the ground is not known, on which it is to be as pale.</summary>
    public const string SharedPage = "#D9DEE4", SharedPageOnAnyGround = "rgba(116,132,148,0.3)";

    public const string NewPage = SkyBlue;
    public const string ReusedPage = ReddishPurple;
    public const string IdenticalPage = Orange;
    public const string DifferingPage = Vermillion;

    public const string SharedWithOthersPage = ReddishPurple;
    public const string UncomparedPage = Blue;
    public const string SwappedPage = Yellow;

    private const string Blue = "#0072B2", Orange = "#E69F00", ReddishPurple = "#CC79A7", BluishGreen = "#009E73";
    private const string Amber = "#C77C00", Periwinkle = "#7887FF", Grey = "#7A7F85";
    private const string SkyBlue = "#56B4E9", Vermillion = "#D55E00", Yellow = "#F0E442";

    // Bluish green is left out: it always is a prediction.
    private static readonly string[] InOrder = [Blue, Amber, ReddishPurple, Periwinkle, Vermillion, Grey];

    /// <summary>What a fault did, in colours near to those of the pages that it left.</summary>
    public static string Of(FaultCause cause) => cause switch
    {
        FaultCause.Copy => Amber,
        FaultCause.Reuse => ReusedPage,
        FaultCause.New => Blue,
        FaultCause.Zero => Grey,
        FaultCause.File => Periwinkle,
        _ => Vermillion,
    };

    /// <summary>The colour of the n-th series of a kind, from 0.</summary>
    public static string Nth(int n) => InOrder[n % InOrder.Length];
}
