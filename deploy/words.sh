# What set-up and `make` say, in English and in Chinese: the language of the session, chosen as the
# hall's commands choose it. Read by deploy/setup.sh and the Makefile, with no Python yet:
#
#   . deploy/words.sh
#   words KEY VALUE…      the sentence of a key; each %s takes a value, the same in both languages
#   help_lines            what `make help` lists: every target of the Makefile that is marked with ##

chinese() {
    case ${LANGUAGE:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}} in
    [zZ][hH]*) ;;
    *) return 1 ;;
    esac
}

words() {
    key=$1
    shift
    case $key in
    failed)
        en='That did not work. The end of %s says why:\n%s'
        zh='没有成功。原因见 %s 的末尾：\n%s'
        ;;
    done-in)
        en='  done in %s s'
        zh='  完成，用时 %s 秒'
        ;;
    still)
        en='  %s s: %s'
        zh='  %s 秒：%s'
        ;;
    system-looking)
        en='System packages: looking at what is there'
        zh='系统软件包：查看已安装的'
        ;;
    system-no-debian)
        en="System packages: this is not Debian. Needed are mosquitto, strace and Qt's libraries (their Debian names are in %s)."
        zh='系统软件包：这里不是 Debian。需要 mosquitto、strace 和 Qt 的库（Debian 里的名称见 %s）。'
        ;;
    system-all-there)
        en='System packages: all there'
        zh='系统软件包：齐全'
        ;;
    system-needs-root)
        en='Some system packages are missing, and installing them needs root. Run this line,\nthen the same make again:\n\n  %s'
        zh='缺少一些系统软件包，安装它们需要 root 权限。请运行下面这一行，\n再运行同样的 make：\n\n  %s'
        ;;
    system-asking)
        en='System packages: asking apt what there is'
        zh='系统软件包：用 apt 查询'
        ;;
    system-installing)
        en='System packages: installing %s'
        zh='系统软件包：正在安装 %s'
        ;;
    broker-asleep)
        en="  Debian's own mosquitto service is left off; the hall starts its broker itself"
        zh='  Debian 自带的 mosquitto 服务保持关闭；大厅会自己启动消息服务器'
        ;;
    python-none)
        en="There is no '%s' here. Install python3 (3.11 or newer), or name one:\n  make PYTHON=/path/to/python3.11"
        zh='这里没有“%s”。请安装 python3（3.11 或更新），或指定一个：\n  make PYTHON=/path/to/python3.11'
        ;;
    python-other)
        en="Python 3.11, 3.12 or 3.13 is needed (%s is %s; Qt's wheels set the upper\nend). Name another one:\n  make PYTHON=/path/to/python3.11"
        zh='需要 Python 3.11、3.12 或 3.13（%s 是 %s；上限由 Qt 的安装包决定）。\n请指定另一个：\n  make PYTHON=/path/to/python3.11'
        ;;
    python-making)
        en='Python: making %s with %s'
        zh='Python：正在建立 %s（%s）'
        ;;
    packages-fetching)
        en='Python packages: fetching %s (about 150 MB the first time)'
        zh='Python 软件包：正在获取 %s 个（首次约 150 MB）'
        ;;
    packages-peers)
        en='Python packages of the independent clients: %s'
        zh='独立客户端的 Python 软件包：%s 个'
        ;;
    packages-javascript)
        en='JavaScript packages of an independent client: %s'
        zh='独立客户端的 JavaScript 软件包：%s 个'
        ;;
    javascript-none)
        en='  There is no npm here: the client in JavaScript is not tried'
        zh='  这里没有 npm：不测试 JavaScript 客户端'
        ;;
    packages-site)
        en="Python packages of the docs' site: %s"
        zh='文档网站的 Python 软件包：%s 个'
        ;;
    project-installing)
        en='The hall itself, into .venv'
        zh='大厅本身，装入 .venv'
        ;;
    lock-uv)
        en='uv, for this once'
        zh='uv，仅用这一次'
        ;;
    usage)
        en='usage: deploy/setup.sh system | python | packages | project | peers | site | lock'
        zh='用法：deploy/setup.sh system | python | packages | project | peers | site | lock'
        ;;
    set-up)
        en='Set up. Next: make run, or make test.'
        zh='安装完成。接下来：make run，或 make test。'
        ;;
    open-site)
        en='Open %s'
        zh='请打开 %s'
        ;;
    together)
        en='together'
        zh='合计'
        ;;
    make-help)
        en='this list'
        zh='本列表'
        ;;
    make-run)
        en='open the hall; without a screen, or with HEADLESS=1, play a morning'
        zh='打开大厅；没有屏幕或 HEADLESS=1 时自动演示一个上午'
        ;;
    make-test)
        en='lint, types, import contracts and all tests, independent clients too'
        zh='代码检查、类型检查、依赖约定和全部测试，包括独立客户端'
        ;;
    make-lint)
        en='style, types and import contracts only'
        zh='只做代码检查、类型检查和依赖约定'
        ;;
    make-peer)
        en='only the independent clients against the simulated devices'
        zh='只用独立客户端测试仿真设备'
        ;;
    make-torture)
        en='the long runs: power cuts, full disks, kills, clocks, copies (TORTURE_KILLS, TORTURE_CUTS)'
        zh='长时间测试：断电、磁盘满、强行结束、时钟、副本（TORTURE_KILLS、TORTURE_CUTS）'
        ;;
    make-soak)
        en='24 simulated hours of random touches on the kiosk (SOAK_HOURS, SOAK_SEED): half an hour'
        zh='取号机随机触摸 24 个模拟小时（SOAK_HOURS、SOAK_SEED）：约半小时'
        ;;
    make-coverage)
        en='which lines and branches the suite runs; prints a figure for each package'
        zh='测试覆盖哪些行和分支；给出每个软件包的数字'
        ;;
    make-mutants)
        en='try the tests with small faults in the pure packages: about an hour (JOBS=2)'
        zh='在纯逻辑里放入小错，检验测试：约一小时（JOBS=2）'
        ;;
    make-bench)
        en="measure what docs/performance.md tells of (ROWS='bus signs': only these)"
        zh="测量 docs/performance.md 所写的性能（ROWS='bus signs'：只测这些）"
        ;;
    make-docs)
        en="the pages and the drivers' API reference as a site, in build/site"
        zh='把文档和驱动接口说明做成网站，放在 build/site'
        ;;
    make-setup)
        en='set up only'
        zh='只安装'
        ;;
    make-anywhere)
        en='both commands as an ordinary user of fresh Debians, in chroots; as root (SUITES, PYTHONS)'
        zh='以普通用户在全新 Debian 的 chroot 里试两条命令；需 root（SUITES、PYTHONS）'
        ;;
    make-deb)
        en='two packages for Debian 12 in build/deb: services, and screens'
        zh='制作两个 Debian 12 安装包，放在 build/deb：服务和屏幕'
        ;;
    make-package-test)
        en='install, upgrade, remove and purge them in a Debian chroot, as root (debootstrap)'
        zh='在 Debian 的 chroot 里试装、升级、卸载和清除；需 root（debootstrap）'
        ;;
    make-lock)
        en='new lock files after a change of pyproject.toml (UPGRADE=1: newest versions)'
        zh='改动 pyproject.toml 后更新锁定文件（UPGRADE=1：用最新版本）'
        ;;
    make-clean)
        en='remove everything that was made here, except the ledger in var/'
        zh='删除这里生成的一切，var/ 里的台账除外'
        ;;
    *)
        printf 'deploy/words.sh: %s?\n' "$key" >&2
        return 70
        ;;
    esac
    if chinese; then en=$zh; fi
    # shellcheck disable=SC2059  # the sentences of this table are the formats
    printf "$en\n" "$@"
}

help_lines() {
    sed -n 's/^\([a-z-]*\):.* ##$/\1/p; s/^\([a-z-]*\): ##$/\1/p' Makefile | while read -r target; do
        printf '  make %-12s %s\n' "$target" "$(words "make-$target")"
    done
}
