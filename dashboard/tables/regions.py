"""The places: a tree from the province down to villages, communities and resettlement sites."""

from dashboard.tables import columns as c
from dashboard.tables.table import Table

LEVELS = {
    "province": "省 省级 自治区 直辖市",
    "city": "市 地级市 市级 地市 设区市 州 自治州 盟",
    "county": "县 县级 区 县区 区县 县级市 市辖区 自治县 旗",
    "town": "镇 乡镇 街道 乡 镇街 乡级 乡镇级 街道办 街道办事处 民族乡",
    "village": "村 行政村 村级 村委会 嘎查",
    "community": "社区 居委会 社区居委会",
    "site": "安置点 安置区 集中安置点 易地搬迁安置点 返乡点 监测点",
}

REGIONS = Table(
    name="regions",
    label_zh="地区",
    label_en="Regions",
    doc="One row is a place. Every other table names its places by the codes that stand here.",
    keys=(("region_code",),),
    columns=(
        c.region_code("The place's code, of the official code table or the office's own."),
        c.text(
            "region_name",
            "地区名称 区划名称 行政区划名称 区域名称 地区 名称 地名 行政区名称",
            "Region name",
            "The place's name as it is shown.",
            required=True,
        ),
        c.choice(
            "level",
            "级别 层级 行政级别 地区级别 区划级别 行政层级 类型",
            "Level",
            "What kind of place it is; a plan says for which levels its rules are.",
            LEVELS,
            required=True,
        ),
        c.column(
            "region",
            "parent_code",
            "上级代码 上级地区代码 上级区划代码 父级代码 所属上级代码 上级编码 上级行政区划代码",
            "Parent code",
            "The code of the place above; blank at the top.",
        ),
        c.count(
            "population_count",
            "人口 人口数 总人口 常住人口 人口总数 安置人口",
            "Population",
            "People living there; resettlement sites are watched from a size on.",
        ),
        c.yesno(
            "is_monitoring_point",
            "是否监测点 监测点 是否重点监测点 是否返乡监测点",
            "Monitoring point",
            "Whether the place is a point where returning workers are counted.",
        ),
        c.text(
            "pooling_area_code",
            "统筹区代码 统筹地区代码 统筹区 统筹地区 失业保险统筹区代码",
            "Pooling area code",
            "The area whose unemployment insurance fund the place shares.",
        ),
    ),
)
