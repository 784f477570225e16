"""openssl.cnf of a hall's authority (config(5), ca(1)): it names no file outside its folder."""

CONFIGURATION = """\
[ca]
default_ca = hall
[hall]
database = work/index.txt
new_certs_dir = signed
certificate = ca.crt
private_key = ca.key
rand_serial = yes
default_md = sha256
policy = named
unique_subject = no
copy_extensions = none
[named]
commonName = supplied
[req]
distinguished_name = nobody
[nobody]
[authority]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[client]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
[server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = $ENV::HOSTS
"""
