# Completion of `hall` for bash. Made by docs/reference/commands.py; do not write here.
_hall() {
    local word=${COMP_WORDS[COMP_CWORD]} options= values=
    if [ "$COMP_CWORD" = 1 ]; then
        COMPREPLY=($(compgen -W 'appointments attendance audit backup bench catalogue certify check compare decode demo devices enrol expel forget head import invite join machines mock notices opinions pin probe punch quarantine rehearse report restore run send signout slip status unseal up --help --version' -- "$word"))
        return
    fi
    case ${COMP_WORDS[1]} in
    appointments) options='--hall --run --day --code --help' ;;
    attendance) options='--hall --run --by --reason --day --at --as --from --until --kind --shift --month --help' ;;
    audit) options='--has --heads --redacted --help' ;;
    backup) options='--hall --run --help' ;;
    bench) options='--run --window --offscreen --geometry --seed --fault --set --pace --bytes --help' ;;
    catalogue) options='--hall --dry-run --leave-out --whole --report --help' ;;
    certify) options='--hall --run --rights --help' ;;
    check) options='--help' ;;
    compare) options='--port --help' ;;
    decode) options='--help' values='ef01 ef01-usb escpos ff68 onbon sam scanner scanner-serial uru4500 zk' ;;
    demo) options='--hall --run --out --headless --help' ;;
    devices) options='--run --help' ;;
    enrol) options='--hall --run --by --consent --reader --fingers --withdraw --left --erase --list --help' ;;
    expel) options='--hall --run --help' ;;
    forget) options='--staff --by --today --hall --run --help' ;;
    head) options='--hall --run --printer --help' ;;
    import) options='--hall --run --port --by --password --since --help' ;;
    invite) options='--hall --run --port --help' ;;
    join) options='--code --authority --run --help' ;;
    machines) options='--hall --run --help' ;;
    mock) options='--list --link --tcp --address --set --seed --fault --pace --bytes --help' values='ef01 ef01-usb escpos ff68 onbon sam scanner scanner-serial uru4500 zk' ;;
    notices) options='--hall --add --withdraw --text --title-en --text-en --from --until --help' ;;
    opinions) options='--hall --run --since --close --by --reason --help' ;;
    pin) options='--generate --by --hall --run --help' ;;
    probe) options='--port --address --baud --trace --help' values='ef01 ef01-usb escpos ff68 onbon sam scanner scanner-serial uru4500 zk' ;;
    punch) options='--hall --run --by --reason --at --as --help' ;;
    quarantine) options='--hall --run --let-in --set-aside --at --by --reason --help' ;;
    rehearse) options='--month --seed --load --days --knowing --hall --help' ;;
    report) options='--hall --month --run --ledger --rules --out --window --help' ;;
    restore) options='--hall --run --help' ;;
    run) options='--hall --run --help' values='board clock-in clockin displays enrolment evaluators guide kiosk ledger panel' ;;
    send) options='--port --address --baud --trace --text --dry-run --help' values='ef01 ef01-usb escpos ff68 onbon sam scanner scanner-serial uru4500 zk' ;;
    signout) options='--by --hall --run --help' ;;
    slip) options='--hall --run --out --paper --queue --kiosk --print --help' ;;
    status) options='--hall --run --help' ;;
    unseal) options='--passphrase --list --run --help' ;;
    up) options='--hall --run --help' ;;
    esac
    case $word in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    *)
        [ "$COMP_CWORD" = 2 ] && COMPREPLY=($(compgen -W "$values" -- "$word"))
        COMPREPLY+=($(compgen -f -- "$word"))
        ;;
    esac
}
complete -o filenames -F _hall hall
