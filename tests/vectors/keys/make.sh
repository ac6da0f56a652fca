#!/bin/sh
# Writes one P-256 key and one RSA key in the encrypted forms of OpenSSL. Password of all of them: secret. Needs OpenSSL 3 with its legacy provider.
set -e
cd "$(dirname "$0")"
openssl ecparam -name prime256v1 -genkey -out ec.parameters-first.pem
openssl pkey -in ec.parameters-first.pem -pubout -out ec.pub
openssl genrsa -out rsa.tmp 2048
openssl pkey -in rsa.tmp -pubout -out rsa.pub
topk8() { name=$1; shift; openssl pkcs8 -topk8 -in ec.parameters-first.pem -passout pass:secret -out "$name" "$@"; }
topk8 scrypt.pem -scrypt
for prf in SHA1 SHA224 SHA384 SHA512; do topk8 pbkdf2-$prf.pem -v2prf hmacWith$prf; done
topk8 aes-128.pem -v2 aes-128-cbc
topk8 aes-192.pem -v2 aes-192-cbc
topk8 3des.pem -v2 des3
topk8 camellia.pem -v2 camellia-256-cbc
topk8 aria.pem -v2 aria-256-cbc
legacy="-provider legacy -provider default"
topk8 pbe-sha1-3des.pem -v1 PBE-SHA1-3DES
topk8 pbe-sha1-2des.pem -v1 PBE-SHA1-2DES
topk8 pbe-sha1-rc2-40.pem -v1 PBE-SHA1-RC2-40 $legacy
topk8 pbe-sha1-rc4-128.pem -v1 PBE-SHA1-RC4-128 $legacy
topk8 pbe-md5-des.pem -v1 PBE-MD5-DES $legacy
for cipher in aes128 aes192 aes256 des3 camellia256; do
    openssl ec -in ec.parameters-first.pem -$cipher -passout pass:secret -out traditional-ec-$cipher.pem
    openssl rsa -traditional -in rsa.tmp -$cipher -passout pass:secret -out traditional-rsa-$cipher.pem
done
openssl req -x509 -key ec.parameters-first.pem -subj /CN=test -days 36500 -addext basicConstraints=critical,CA:FALSE -out ec.crt
pfx() { name=$1; shift; openssl pkcs12 -export -inkey ec.parameters-first.pem -in ec.crt -passout pass:"$password" -out "$name" "$@"; }
password=secret
pfx legacy.pfx -legacy
pfx 3des.pfx -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1
pfx sha512.pfx -macalg sha512
pfx camellia.pfx -keypbe camellia-256-cbc -certpbe camellia-256-cbc
password=
pfx empty-password.pfx
rm rsa.tmp
