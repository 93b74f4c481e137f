package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is called like a secret is found, and nothing that a resource rightly carries. */
class SecretVariablesTest {
  private final SecretVariables usual = SecretVariables.named(SecretVariables.USUAL);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'password':'x'} | password",
        "{'cores':2,'db_password':'x'} | db_password",
        "{'dbPassword':'x'} | dbPassword",
        "{'DB-PASSWORD':'x'} | DB-PASSWORD",
        "{'password_hash':'x'} | password_hash",
        "{'pin_token':1234} | pin_token",
        "{'tokens':['a','b']} | tokens",
        "{'apiKey':'x'} | apiKey",
        "{'apikey':'x'} | apikey",
        "{'myAPIKey':'x'} | myAPIKey",
        "{'ssh_private_key':'x'} | ssh_private_key",
        "{'privateKeys':['x']} | privateKeys",
        "{'users':[{'name':'a'},{'name':'b','passwd':'x'}]} | users.passwd",
        "{'secret':{'name':'a','token':'x'}} | secret.token",
        "{'a':{'b':{'client_secret':'x'}}} | a.b.client_secret",
        "{'secret':{'value':'x'}} | secret.value",
        "{'secrets':[{'name':'a','stringData':{'user':'x'}}]} | secrets.stringData.user",
        "{'token':{'text':1234}} | token.text",
        "{'secret':'vm-key'} | secret",
        "{'vault_secret_id':'x'} | vault_secret_id",
        "{'passwords':[1234]} | passwords",
        "{'secret_value':'x'} | secret_value",
      })
  void findsWhatIsCalledLikeASecret(String parameters, String path) {
    assertThat(usual.in(resource(json(parameters)))).contains("spec.templateParameters." + path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'cores':2,'memory':'4Gi','image':'quay.io/x'}",
        "{'ssh_public_key':'ssh-ed25519 AAAA','ssh_key':'x','key':'x','public_keys':['x']}",
        "{'secret_name':'x','secretName':'x','secretNames':['x'],'token_secret_ref':'x'}",
        "{'pullSecretRef':{'name':'x'},'secret':{'name':'x','namespace':'y'}}",
        "{'secret':{'name':'x','key':'y','data':{'name':'z'}},'value':'x','data':{'a':'b'}}",
        "{'token':{'audience':'x','expirationSeconds':3600}}",
        "{'secret_namespace':'x','credential_reference':'x'}",
        "{'passwordLength':12,'password_length':'12','token_ttl_seconds':300,'tokenTTL':'5m'}",
        "{'credentialType':'ssh','secretStore':'vault','passwordPolicy':'strong','token_id':'7'}",
        "{'password_retries':3,'secrets_per_vm':[1,2],'access_key_id':'AKIA','token_url':'x'}",
        "{'user_data':'password: x','userData':{'password':'x'},'cloud_init':{'passwd':'x'}}",
        "{'ignition':'{\\'passwd\\':{\\'users\\':[{\\'passwordHash\\':\\'x\\'}]}}'}",
        "{'note':'{\\'password\\':\\'x\\'}'}",
        "{'password':'','token':null,'generate_password':true,'secrets':[]}",
        "{'tokenizer':'x','secretary':'x','passwordless':'x','compass':'x'}",
        "password: x",
        "{'password':'x'",
        "",
      })
  void leavesTheRest(String parameters) {
    assertThat(usual.in(resource(json(parameters)))).isEmpty();
  }

  @Test
  void looksIntoASpecOfAnyKind() {
    assertThat(usual.in(spec(Map.of("db", List.of(Map.of("password", "x"))))))
        .contains("spec.db.password");
    assertThat(usual.in(spec(Map.of("password", "x")))).contains("spec.password");
    assertThat(usual.in(spec(Map.of("userData", "{\"password\":\"x\"}")))).isEmpty();
  }

  @Test
  void looksAtAnnotationsAndLabels() {
    assertThat(usual.in(described("annotations", "example.com/db-password")))
        .contains("metadata.annotations.example.com/db-password");
    assertThat(usual.in(described("labels", "token"))).contains("metadata.labels.token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secrets.example.com/mode",
        "example.com/secret-name",
        "kubectl.kubernetes.io/last-applied-configuration",
        "app.kubernetes.io/part-of"
      })
  void leavesTheOtherAnnotations(String name) {
    assertThat(usual.in(described("annotations", name))).isEmpty();
  }

  @Test
  void looksNowhereElse() {
    assertThat(
            usual.in(
                ResourceSnapshot.of(
                    Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "K",
                        "metadata",
                        Map.of("name", "n", "uid", "u"),
                        "status",
                        Map.of("token", "x")))))
        .isEmpty();
  }

  private static ResourceSnapshot described(String by, String name) {
    return ResourceSnapshot.of(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "K",
            "metadata",
            Map.of("name", "n", "uid", "u", by, Map.of(name, "{\"password\":\"hunter2\"}"))));
  }

  @Test
  void theListIsAPersonsChoice() {
    SecretVariables own = SecretVariables.named("pin, master-key");
    assertThat(own.in(spec(Map.of("password", "x")))).isEmpty();
    assertThat(own.in(spec(Map.of("pin", 1234)))).contains("spec.pin");
    assertThat(own.in(spec(Map.of("masterKey", "x")))).contains("spec.masterKey");
    assertThat(SecretVariables.named("none").in(spec(Map.of("password", "x")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"password,", "pass word", "none,password,*"})
  void aListThatIsNoneIsRefused(String list) {
    assertThatThrownBy(() -> SecretVariables.named(list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("private_key");
  }

  private static String json(String text) {
    return text.replace("\\'", "\\\"").replace('\'', '"');
  }

  private static ResourceSnapshot resource(String parameters) {
    return spec(Map.of("templateID", "small", "templateParameters", parameters));
  }

  private static ResourceSnapshot spec(Map<String, ?> spec) {
    return ResourceSnapshot.of(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "K",
            "metadata",
            Map.of("name", "n", "uid", "u"),
            "spec",
            spec));
  }

  @Test
  void aResourceWithoutASpecHoldsNone() {
    assertThat(usual.in(OneVm.resource("uid-1"))).isEqualTo(Optional.empty());
  }
}
