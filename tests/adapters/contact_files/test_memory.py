"""Large files in bounded memory. Each measurement runs in a process of its own and samples its resident size."""

import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from atrium.adapters.contact_files import BOM, csv_header, csv_record, vcard

MEASURE = """
import sys
from pathlib import Path
import psutil
from atrium.adapters.contact_files import detect, open_rows
path, keep = Path(sys.argv[1]), sys.argv[2] == "keep"
small = path.with_name("small" + path.suffix)
list(open_rows(small, detect(small, small.name)))
process = psutil.Process()
before = peak = process.memory_info().rss
kept = []
for count, row in enumerate(open_rows(path, detect(path, path.name)), start=1):
    if keep:
        kept.append(row)
    if count % 1000 == 0:
        peak = max(peak, process.memory_info().rss)
print(count, (peak - before) / 1024**2)
"""


def measured(path: Path, mode: str = "stream") -> tuple[int, float]:
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path), mode], capture_output=True, text=True, check=True)
    count, growth = done.stdout.split()
    return int(count), float(growth)


def customer(index: int) -> dict[str, object]:
    return {
        "id": index,
        "name": f"José Núñez {index}",
        "emails": [{"address": f"jose{index}@x.test", "label": "work", "primary": True}],
        "phones": [{"number": f"+346{index:08}"}],
        "tags": ["VIP"],
    }


def fill_xlsx(path: Path, rows: int) -> None:
    """Every text distinct: the table of shared strings is as large as it can be."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(
            "xl/workbook.xml",
            '<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>',
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="a" Type="t/worksheet" Target="worksheets/s.xml"/>'
            '<Relationship Id="b" Type="t/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        )
        with package.open("xl/sharedStrings.xml", "w") as part:
            part.write(b"<sst>")
            for index in range(rows):
                part.write(
                    b"<si><t>name number %d, and some more text to be kept</t></si><si><t>u%d@example.test</t></si>"
                    % (index, index)
                )
            part.write(b"</sst>")
        with package.open("xl/worksheets/s.xml", "w") as part:
            part.write(b"<worksheet><sheetData>")
            for index in range(rows):
                part.write(b'<row><c t="s"><v>%d</v></c><c t="s"><v>%d</v></c></row>' % (2 * index, 2 * index + 1))
            part.write(b"</sheetData></worksheet>")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("large")
    for name, rows in (("small", 10), ("large", 200_000)):
        with (folder / f"{name}.csv").open("wb") as file:
            file.write(BOM + csv_header())
            file.writelines(csv_record(customer(index)) for index in range(rows))
    for name, rows in (("small", 10), ("large", 30_000)):
        with (folder / f"{name}.vcf").open("wb") as file:
            file.writelines(vcard(customer(index)) for index in range(rows))
    for name, rows in (("small", 10), ("large", 100_000)):
        fill_xlsx(folder / f"{name}.xlsx", rows)
    return {path.name: path for path in folder.iterdir()}


@pytest.mark.parametrize(("name", "rows"), [("large.csv", 200_000), ("large.vcf", 30_000), ("large.xlsx", 100_000)])
def test_a_large_file_is_read_in_bounded_memory(files: dict[str, Path], name: str, rows: int) -> None:
    started = time.perf_counter()
    count, growth = measured(files[name])
    print(f"{name}: {count / (time.perf_counter() - started):,.0f} rows/s, {growth:.1f} MiB")  # noqa: T201 - the figure is the point
    assert count >= rows - 1
    assert growth < 40


def test_control_rows_that_are_kept_exceed_the_bound(files: dict[str, Path]) -> None:
    assert measured(files["large.csv"], "keep")[1] > 40
